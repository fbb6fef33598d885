import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet } from '../commands/command-set.ts'
import { describeAmount } from '../../lib/format/amounts.ts'
import { plural } from '../../lib/format/numbers.ts'
import type { Node } from './node-heat.ts'

export type NodeOrder = 'cordon' | 'uncordon' | 'drain'

export const NODE_ORDERS: Record<NodeOrder, { verb: string; action: string }> = {
  cordon: { verb: 'Cordon', action: 'Cordon node' },
  uncordon: { verb: 'Uncordon', action: 'Let work come again' },
  drain: { verb: 'Drain', action: 'Drain node' },
}

type Held = Pick<Node, 'runs' | 'otherRuns' | 'allocated' | 'allocatable'>

/** What an order to a node will do, in sentences. */
export function nodeConsequence(order: NodeOrder, node: Held): string {
  const runs = node.runs.length + node.otherRuns
  const gpus = node.allocated['gpu'] ?? 0
  if (order === 'uncordon') return 'The next scheduling round may place work here again.'
  if (order === 'cordon') {
    return runs === 0
      ? 'New work is held back from it. Nothing runs here.'
      : `New work is held back from it. ${plural(runs, 'run')} here ${runs === 1 ? 'goes' : 'go'} on to the end.`
  }
  if (runs === 0) return 'New work is held back from it. Nothing runs here, so nothing has to move.'
  const frees = gpus > 0 ? `, which frees ${describeAmount('gpu', gpus)}` : ''
  const those =
    runs === 1
      ? 'It loses what it has done since it began, unless it saves it, and goes'
      : 'They lose what they have done since they began, unless they save it, and go'
  return `New work is held back from it, and ${plural(runs, 'run')} here ${runs === 1 ? 'is' : 'are'} told to stop${frees}. ${those} back to their place in the queue, at no cost to their retries. Replicas of the same work on other nodes stop, too.`
}

export function nodeCommands(
  order: NodeOrder,
  node: { id: string; name: string; cluster: { name: string } },
): Commands {
  return commandSet({
    cli: { words: ['node', order, node.name], options: { cluster: node.cluster.name } },
    request: { method: 'POST', path: `/nodes/${node.id}/${order}`, body: {} },
  })
}
