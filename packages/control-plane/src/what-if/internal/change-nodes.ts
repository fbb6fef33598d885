import type { NodeUpsert } from '@fairlead/scheduler'
import { poolOfNode } from '../../node-pools/pool-of-node.ts'
import { find, findNode, findPool, refuse, type Scene } from '../scene.ts'
import type { Change } from '../schemas.ts'

/** More nodes, like one that there is or of another kind. */
export function addNodes(scene: Scene, change: Extract<Change, { kind: 'add-nodes' }>, path: string): Scene {
  const like = modelOf(scene, change, path)
  const [, by = ''] = path.split('.')
  const added = Array.from({ length: change.count }, (_, index): NodeUpsert => {
    const number = `${by}-${String(index + 1).padStart(5, '0')}`
    return { ...like, id: `added-${number}`, name: `${like.name}-added-${number}`, schedulable: true }
  })
  return { ...scene, world: [...scene.world, ...added] }
}

/** The nodes that are named, or all of a cluster. */
export function removeNodes(scene: Scene, change: Extract<Change, { kind: 'remove-nodes' }>, path: string): Scene {
  const { nodes, cluster } = change
  if (nodes === undefined && cluster === undefined)
    throw refuse(path, 'say which nodes, or which cluster loses all of its')
  const clusterId =
    nodes === undefined ? find(scene, 'cluster', cluster ?? '', { path: `${path}.cluster` }).id : undefined
  const gone = new Set(nodes?.map((name, index) => findNode(scene, name, cluster, `${path}.nodes.${index}`).id))
  const isGone = ({ id, clusterId: of }: NodeUpsert) => (nodes === undefined ? of === clusterId : gone.has(id))
  return { ...scene, world: scene.world.filter((delta) => delta.kind !== 'node' || !isGone(delta)) }
}

function modelOf(scene: Scene, change: Extract<Change, { kind: 'add-nodes' }>, path: string): NodeUpsert {
  const { like: name, cluster, resources, labels } = change
  const model = name === undefined ? undefined : findNode(scene, name, cluster, `${path}.like`)
  if (model === undefined && (resources === undefined || cluster === undefined)) {
    throw refuse(path, 'say which node they are like, or their resources and their cluster')
  }
  const clusterId = model?.clusterId ?? find(scene, 'cluster', cluster ?? '', { path: `${path}.cluster` }).id
  const { extended, ...basic } = resources ?? {}
  const given = Object.entries({ ...basic, ...extended }).filter(([, amount]) => amount !== undefined)
  const node: NodeUpsert = {
    kind: 'node',
    id: '',
    name: 'node',
    taints: [],
    schedulable: true,
    ...model,
    clusterId,
    allocatable: { ...model?.allocatable, ...(Object.fromEntries(given) as Record<string, number>) },
    labels: { ...model?.labels, ...labels },
  }
  const { poolId: _before, ...rest } = node
  const poolId =
    change.nodePool === undefined ? poolBy(scene, node, model, labels) : findPool(scene, change.nodePool, path).id
  return poolId === undefined ? rest : { ...rest, poolId }
}

/** The pool of the model, unless labels may say something else. */
function poolBy(
  { poolRules }: Scene,
  node: NodeUpsert,
  model: NodeUpsert | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): string | undefined {
  return model !== undefined && labels === undefined
    ? model.poolId
    : poolOfNode(poolRules, { clusterId: node.clusterId, labels: { ...node.labels } })
}
