import type { App } from '../app/app.ts'
import { loopService, type Service } from '../lib/service.ts'
import type { AgentHub } from './agent-hub.ts'
import { closeUnentitled, renewLeases, retirePastSessions, sweepSessions } from './presence.ts'

/** Upkeep of the sockets of this replica. */
export function linkServices(app: App, hub: AgentHub): Service[] {
  let stopListening: () => void = () => undefined
  const renewal = loopService({
    name: 'agent-leases',
    everyMs: Math.max(500, Math.floor(app.config.agentLeaseMs / 4)),
    log: app.log,
    turn: () => renewLeases(app, hub),
  })
  // Correctness never depends on a wake: what was missed is found here.
  const poll = loopService({
    name: 'agent-delivery',
    everyMs: 5_000,
    log: app.log,
    turn: async () => {
      hub.askForMissedReports()
      await closeUnentitled(app, hub)
      for (const session of hub.sessions()) await hub.deliver(session.identity.clusterId)
    },
  })
  const sweep = loopService({
    name: 'session-sweep',
    everyMs: 5_000,
    log: app.log,
    turn: () => sweepSessions(app, hub),
  })
  return [
    {
      name: 'agent-wakes',
      start: async () => {
        await retirePastSessions(app)
        stopListening = app.waker.onWake((topic) => {
          const clusterId = topic.startsWith('cluster:') ? topic.slice('cluster:'.length) : undefined
          if (clusterId === undefined || !hub.sessionOf(clusterId)) return
          Promise.all([hub.deliver(clusterId), closeUnentitled(app, hub, clusterId)]).catch((error: unknown) =>
            app.log.warn({ err: error, clusterId }, 'delivery failed: the poll will try'),
          )
        })
      },
      stop: () => {
        stopListening()
        return Promise.resolve()
      },
    },
    renewal,
    poll,
    sweep,
  ]
}
