import type { Node } from '@fairlead/sdk'
import { amount } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import { since } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** Nodes as one line each. */
export function showNodes(app: App, nodes: readonly Node[]): string {
  const { paint } = app
  const now = app.host.now()
  return table(
    nodes,
    [
      { title: 'NAME', value: (node) => node.name, elastic: 3 },
      { title: 'CLUSTER', value: (node) => node.cluster.name, elastic: 2 },
      { title: 'POOL', value: (node) => node.nodePool?.name ?? '', elastic: 2 },
      {
        title: 'STATE',
        value: stateOf,
        color: (text, node) => (stateOf(node) === 'ready' ? paint.green(text) : paint.yellow(text)),
      },
      { title: 'GPU', value: (node) => share(node, 'gpu'), align: 'right' },
      { title: 'CPU', value: (node) => share(node, 'cpu'), align: 'right' },
      { title: 'MEMORY', value: (node) => share(node, 'memory'), align: 'right' },
      { title: 'RUNS', value: (node) => String(node.runs.length), align: 'right' },
      { title: 'MODEL', value: (node) => node.gpu?.model ?? '', elastic: 1 },
      { title: 'SEEN', value: (node) => since(node.observedAt, now), align: 'right' },
      { title: 'NOTE', value: (node) => node.message ?? '', elastic: 1 },
    ],
    app,
  )
}

function stateOf(node: Node): string {
  if (!node.ready) return 'not ready'
  return node.schedulable ? 'ready' : 'cordoned'
}

/** Allocated of what may be. */
function share({ allocated, allocatable }: Node, resource: string): string {
  const all = allocatable[resource]
  return all === undefined || all === 0 ? '' : `${amount(resource, allocated[resource] ?? 0)}/${amount(resource, all)}`
}
