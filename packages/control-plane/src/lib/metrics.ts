import { createMiddleware } from 'hono/factory'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const requests = new Histogram({
  name: 'fairlead_http_request_seconds',
  help: 'Time to answer HTTP requests, by area and class of status',
  labelNames: ['area', 'status'],
  buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  registers: [registry],
})
export const agentSessions = new Gauge({
  name: 'fairlead_agent_sessions',
  help: 'Agents connected to this replica',
  registers: [registry],
})

export const liveStreams = new Gauge({
  name: 'fairlead_live_streams',
  help: 'Consoles that follow the changes of their organization on this replica: one for each browser',
  registers: [registry],
})

export const roundSeconds = new Histogram({
  name: 'fairlead_round_seconds',
  help: 'Time of scheduling rounds, by part: plan is the engine, commit the database',
  labelNames: ['part'],
  buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
  registers: [registry],
})
export const decisions = new Counter({
  name: 'fairlead_decisions_total',
  help: 'Committed scheduling decisions',
  labelNames: ['kind'],
  registers: [registry],
})

export const decisionLogBytes = new Counter({
  name: 'fairlead_decision_log_bytes_total',
  help: 'Written to the decision log, compressed',
  registers: [registry],
})

export const forecastsHeld = new Gauge({
  name: 'fairlead_forecasts_held_ratio',
  help: 'Part of the forecasts of the last 30 days that held: 0.5 and 0.9 would be right for p50 and p90',
  labelNames: ['quantile'],
  registers: [registry],
})
export const forecastsKnown = new Gauge({
  name: 'fairlead_forecasts_known',
  help: 'Forecasts of the last 30 days of which it is known whether they held',
  registers: [registry],
})
export const forecastSeconds = new Histogram({
  name: 'fairlead_forecast_seconds',
  help: 'Time of a pass of forecasts, in its own thread',
  buckets: [0.1, 0.5, 2, 10, 60],
  registers: [registry],
})

export const egressRefused = new Counter({
  name: 'fairlead_egress_refused_total',
  help: 'Requests to hosts outside of the site that were not sent',
  registers: [registry],
})

export const licenceWarnings = new Gauge({
  name: 'fairlead_licence_warnings',
  help: 'What there is to look after in the licence of this installation',
  registers: [registry],
})

export const roundsChecked = new Counter({
  name: 'fairlead_rounds_checked_total',
  help: 'Committed rounds after which the state was checked',
  registers: [registry],
})
export const violations = new Counter({
  name: 'fairlead_round_violations_total',
  help: 'Overcommitted nodes, broken limits and torn gangs found by those checks',
  registers: [registry],
})

/** Areas and not paths as labels: paths hold names of tenants' things. */
export const httpMetrics = createMiddleware(async (c, next) => {
  const area = c.req.path.split('/')[1] ?? ''
  const end = requests.startTimer()
  await next()
  const known = ['api', 'trpc', 'agent', 'assets', 'internal'].includes(area) ? area : 'page'
  end({ area: known, status: `${Math.floor(c.res.status / 100)}xx` })
})

/** Prometheus text. No label names a tenant or anything of theirs. */
export async function renderMetrics(): Promise<string> {
  return await registry.metrics()
}
