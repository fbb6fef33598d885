import { SIMULATION_ORDERS, type SimulationOrder } from '@fairlead/scheduler'
import { parseArgs } from 'node:util'
import { InputError } from '../engine/input-error.ts'

export interface ReplayOptions {
  /** `philly`, `contended`, `openb`, `openb-half`, or a file in the format of one of them; undefined: all cases. */
  trace: string | undefined
  /** Folder with `philly.csv`, `openb_pod_list_default.csv` and `openb_node_list_all_node.csv`; undefined: the sample that comes along. */
  data: string | undefined
  /** First jobs by submission. */
  limit: number | undefined
  /** Orders that are played; undefined: each case its own. */
  orders: SimulationOrder[] | undefined
  /** Philly: one job in five is more urgent. The trace itself knows no priorities. */
  hasPriorities: boolean
  /** Moments at which forecasts are made, of all that was submitted lately and waits; 0: none. */
  moments: number
  /** Futures that each forecast plays. */
  simulations: number
  seed: number
  /** Philly: mean load that the fleet is sized for, in hundredths. */
  load: number
  /** Seconds from round to round, at least; undefined: each case its own. */
  period: number | undefined
  /** File that gets each forecast and what became of it, as one JSON line. */
  ledger: string | undefined
}

/** Parses the command line; one clear sentence where it cannot. */
export function parseOptions(args: string[]): ReplayOptions {
  const { values } = parseArgs({
    args,
    options: {
      trace: { type: 'string' },
      data: { type: 'string' },
      limit: { type: 'string' },
      orders: { type: 'string' },
      priorities: { type: 'boolean', default: false },
      moments: { type: 'string', default: '100' },
      simulations: { type: 'string', default: '20' },
      load: { type: 'string', default: '80' },
      seed: { type: 'string', default: '1' },
      period: { type: 'string' },
      ledger: { type: 'string' },
    },
  })
  return {
    trace: values.trace,
    data: values.data ?? process.env['FAIRLEAD_TRACES'],
    limit: values.limit === undefined ? undefined : countOf('limit', values.limit, 1),
    orders: values.orders === undefined ? undefined : values.orders.split(',').map(orderOf),
    hasPriorities: values.priorities,
    moments: countOf('moments', values.moments, 0),
    simulations: countOf('simulations', values.simulations, 1),
    seed: countOf('seed', values.seed, 0),
    load: countOf('load', values.load, 1),
    period: values.period === undefined ? undefined : countOf('period', values.period, 0),
    ledger: values.ledger,
  }
}

function orderOf(text: string): SimulationOrder {
  const order = SIMULATION_ORDERS.find((known) => known === text)
  if (order !== undefined) return order
  throw new InputError(`--orders: "${text}" is no order; there are: ${SIMULATION_ORDERS.join(', ')}`)
}

function countOf(option: string, text: string, min: number): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= min) return count
  throw new InputError(`--${option}: "${text}" is not a count; give a whole number from ${min} on`)
}
