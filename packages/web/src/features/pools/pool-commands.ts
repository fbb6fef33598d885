import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'

const labels = (selector: Readonly<Record<string, string>> | undefined) =>
  selector && Object.entries(selector).map(([key, value]) => `${key}=${value}`)

type Change = Omit<Inputs['nodePools']['update'], 'nodePool'>

function options({ selector, clusters, strategy, minRuntime }: Change) {
  return {
    selector: labels(selector),
    cluster: clusters,
    strategy,
    'min-runtime': minRuntime === undefined ? undefined : String(minRuntime),
  }
}

export const poolCommands = {
  list: (): Commands => commandSet({ cli: { words: ['pool', 'ls'] }, request: { method: 'GET', path: '/node-pools' } }),
  add: ({ name, ...rest }: Inputs['nodePools']['create']): Commands =>
    commandSet({
      cli: { words: ['pool', 'add', name === '' ? 'NAME' : name], options: options(rest as Change) },
      request: { method: 'POST', path: '/node-pools', body: { name, ...rest } },
    }),
  set: (name: string, change: Change): Commands =>
    commandSet({
      cli: { words: ['pool', 'set', name], options: options(change) },
      request: { method: 'PATCH', path: `/node-pools/${encodeURIComponent(name)}`, body: change },
    }),
  remove: (name: string): Commands =>
    commandSet({
      cli: { words: ['pool', 'rm', name] },
      request: { method: 'DELETE', path: `/node-pools/${encodeURIComponent(name)}` },
    }),
}
