import type { Mutation } from './mutation.ts'

const CONSTRAINTS = 'placement/constraints.ts'
const PLACE = 'placement/place.ts'
const PICK = 'placement/pick-node.ts'
const FLEET = 'round/fleet.ts'
const DEVICES = 'round/devices.ts'

/** Where work may stand, and whether there is room. */
export const PLACEMENT_MUTATIONS: readonly Mutation[] = [
  {
    name: 'place on a node without room, found through the index',
    file: 'placement/fit-tree.ts',
    text: 'if (values[at + a]! < need[row + a]!) return false',
    replacement: 'if (values[at + a]! < 0) return false',
  },
  {
    name: 'place on a node without room, where few nodes are allowed',
    file: PICK,
    text: 'if (wanted > 0 && room[node * width + a]! < wanted) return false',
    replacement: 'if (wanted < 0) return false',
  },
  {
    name: 'leave taken room in the index',
    file: 'placement/room.ts',
    text: 'refreshIndex(round.index, round.fleet, node)',
    replacement: '',
  },
  {
    name: 'place on tainted nodes',
    file: CONSTRAINTS,
    text: "if (taint.effect !== 'PreferNoSchedule') return BARRED",
    replacement: '',
  },
  {
    name: 'tolerate a taint of another value',
    file: CONSTRAINTS,
    text: 'return toleration.key === taint.key && toleration.value === taint.value',
    replacement: 'return toleration.key === taint.key',
  },
  {
    name: 'place on disliked nodes as gladly as on others',
    file: CONSTRAINTS,
    text: 'verdict = DISLIKED',
    replacement: 'verdict = ALLOWED',
  },
  {
    name: 'pass over the node selector',
    file: CONSTRAINTS,
    text: 'if (set === undefined) return NO_MEMBERS\n    members.push(set)',
    replacement: 'if (set === undefined) return NO_MEMBERS',
  },
  {
    name: 'place where a selected label does not exist',
    file: CONSTRAINTS,
    text: 'if (set === undefined) return NO_MEMBERS',
    replacement: 'if (set === undefined) continue',
  },
  {
    name: 'pass over the rules on labels of nodes',
    file: CONSTRAINTS,
    text: 'if (rules.length > 0 && !meetsRules(nodes.upserts[fleet.node[n]!]!.labels, rules)) return',
    replacement: '',
  },
  {
    name: 'place in a cluster that the work does not name',
    file: CONSTRAINTS,
    text: 'if (spec.clusterIds.length > 0 && !spec.clusterIds.includes(table.ids[cluster]!)) return false',
    replacement: '',
  },
  {
    name: 'pass over the rules on labels of clusters',
    file: CONSTRAINTS,
    text: 'return spec.clusterRules.length === 0 || meetsRules(upserts[cluster]?.labels ?? {}, spec.clusterRules)',
    replacement: 'return upserts.length > 0',
  },
  {
    name: 'place in a cluster that declined the work',
    file: CONSTRAINTS,
    text: 'if (avoided.includes(fleet.clusters[c]!)) allowed[c] = 0',
    replacement: '',
  },
  {
    name: 'place on cordoned nodes',
    file: FLEET,
    text: 'const isOpen = nodes.schedulable[node] === 1 && fleet.isClusterOpen[cluster] === 1',
    replacement: 'const isOpen = fleet.isClusterOpen[cluster] === 1',
  },
  {
    name: 'place in closed clusters',
    file: FLEET,
    text: 'const isOpen = nodes.schedulable[node] === 1 && fleet.isClusterOpen[cluster] === 1',
    replacement: 'const isOpen = nodes.schedulable[node] === 1',
  },
  {
    name: 'place in paused clusters',
    file: FLEET,
    text: 'upsert?.connected === true && !upsert.paused ? 1 : 0',
    replacement: 'upsert?.connected === true ? 1 : 0',
  },
  {
    name: 'pack parts of devices by their sum',
    file: DEVICES,
    text: 'while (device < opened && open[device]! < size) device++',
    replacement: 'while (device < opened && open[device]! <= 0) device++',
  },
  {
    name: 'place a whole device on one that parts stand on',
    file: DEVICES,
    text: 'const whole = all - opened',
    replacement: 'const whole = all',
  },
  {
    name: 'offer what is left of devices that are not there',
    file: DEVICES,
    text: 'if (whole >= 0) for',
    replacement: 'for',
  },
  {
    name: 'forget whole devices in use',
    file: DEVICES,
    text: '/ GPU_DEVICE) - layer.whole[n]!',
    replacement: '/ GPU_DEVICE)',
  },
  {
    name: 'spread work that should be packed',
    file: PICK,
    text: 'return isSpread ? free > bestFree : free < bestFree',
    replacement: 'return isSpread ? free < bestFree : free > bestFree',
  },
  {
    name: 'keep the room of a gang that was not placed',
    file: PLACE,
    text: 'for (const node of nodes) occupyNode(round, node, k, -1)',
    replacement: '',
  },
  {
    name: 'place part of a gang',
    file: PLACE,
    text: '  if (nodes.length < count) {\n',
    replacement: '  if (nodes.length === 0) {\n',
  },
  {
    name: 'place a gang outside the domain that it asks for',
    file: 'placement/fill-domain.ts',
    text: '? last : pickNode(round, k, scope)',
    replacement: '? last : pickNode(round, k, undefined)',
  },
  {
    name: 'take a preference among domains for all that is asked',
    file: 'placement/ladders.ts',
    text: 'const farthest = required ?? CLUSTER_LEVEL',
    replacement: 'const farthest = CLUSTER_LEVEL',
  },
  {
    name: 'place replicas side by side that should stand apart',
    file: 'placement/fill-domain.ts',
    text: 'if (round.bars !== undefined) standApart(round, k, [node], 1)',
    replacement: '',
  },
  {
    name: 'pass over neighbours',
    file: 'placement/bars.ts',
    text: 'if (bars.against !== undefined && bars.against[node] !== 0) return true',
    replacement: '',
  },
  {
    name: 'start more replicas of an elastic gang than its queue may hold',
    file: 'round/start-elastic.ts',
    text: 'return mayStart(tree, work, ledger, k) && !givesWay(round, k)',
    replacement: 'return work.priority[k]! > -1 && !givesWay(round, k)',
  },
  {
    name: 'start fewer replicas of an elastic gang than it needs',
    file: 'round/start-elastic.ts',
    text: 'if (fits >= work.replicasMin[base]! && fits < most)',
    replacement: 'if (fits >= 1 && fits < most)',
  },
]
