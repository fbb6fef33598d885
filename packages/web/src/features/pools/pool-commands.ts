import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'
import type { PoolChange } from './pool-fields.ts'

const labels = (selector: Readonly<Record<string, string>> | undefined) =>
  selector && Object.entries(selector).map(([key, value]) => `${key}=${value}`)

function options(change: PoolChange) {
  const { selector, clusters, strategy, minRuntime, topology, maxWait, preemptionsPerHour, timeBasedK } = change
  return {
    selector: labels(selector),
    cluster: clusters,
    strategy,
    'min-runtime': minRuntime,
    topology: topology && topology.join(','),
    'max-wait': maxWait === null ? 'none' : maxWait,
    'preemptions-per-hour': preemptionsPerHour === null ? 'unlimited' : preemptionsPerHour,
    'time-based': timeBasedK === null ? 0 : timeBasedK,
    'half-life': change.timeBasedHalfLife === null ? 'none' : change.timeBasedHalfLife,
  }
}

export const poolCommands = {
  list: (): Commands => commandSet({ cli: { words: ['pool', 'ls'] }, request: { method: 'GET', path: '/node-pools' } }),
  add: ({ name, ...rest }: Inputs['nodePools']['create']): Commands =>
    commandSet({
      cli: { words: ['pool', 'add', name === '' ? 'NAME' : name], options: options(rest) },
      request: { method: 'POST', path: '/node-pools', body: { name, ...rest } },
    }),
  set: (name: string, change: PoolChange): Commands =>
    commandSet({
      cli: {
        words: ['pool', 'set', name],
        options: { ...options(change), 'all-clusters': change.clusters?.length === 0 ? true : undefined },
      },
      request: { method: 'PATCH', path: `/node-pools/${encodeURIComponent(name)}`, body: change },
    }),
  remove: (name: string): Commands =>
    commandSet({
      cli: { words: ['pool', 'rm', name] },
      request: { method: 'DELETE', path: `/node-pools/${encodeURIComponent(name)}` },
    }),
}
