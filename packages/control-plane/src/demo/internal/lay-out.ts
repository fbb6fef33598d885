import type { QuotaResources } from '../../db/schema/quotas.ts'
import type { SeedDemo } from '../schemas.ts'
import { DEMO_LABEL } from '../schemas.ts'
import { chanceOf } from './chance.ts'
import { demoId } from './demo-id.ts'
import { DEMO_PLANS, type NodeGroup } from './demo-plan.ts'
import { peopleOf, type Person } from './people.ts'

export interface DemoNode {
  id: string
  clusterId: string
  name: string
  labels: Record<string, string>
  capacity: Record<string, number>
  allocatable: Record<string, number>
  gpu: { model: string; count: number; memoryMib: number } | null
}

export interface DemoProject {
  id: string
  name: string
  department: string
  departmentId: string
  /** Where it mostly works. */
  pool: string
  /** Its part of all demand. */
  weight: number
  people: DemoPerson[]
}

export interface DemoPerson extends Person {
  id: string
}

/** Everything of a demo but its work. */
export interface DemoLayout {
  label: string
  clusters: { id: string; name: string; labels: Record<string, string> }[]
  nodes: DemoNode[]
  /** Besides the default pool, which every organization has. */
  pools: { id: string; name: string; selector: Record<string, string> }[]
  departments: { id: string; name: string }[]
  projects: DemoProject[]
  people: DemoPerson[]
  quotas: {
    id: string
    poolId: string
    queueKind: 'department' | 'project'
    queueId: string
    resources: QuotaResources
  }[]
}

/** What its operating system keeps of a simulated machine. */
const SYSTEM = { cpu: 100, memory: 256 }
const MODEL_LABEL = 'nvidia.com/gpu.product'
const RACK_LABEL = 'topology.fairlead.dev/rack'
/** Of a pool's GPUs, the part that goes to the departments that mostly work there; the others share the rest. */
const AT_HOME = 0.8

/** Ids count from `at`, and are of this organization alone. The same arguments give the same layout. */
export function layOut({ size, seed }: SeedDemo, organizationId: string, at: number): DemoLayout {
  const plan = DEMO_PLANS[size]
  const chance = chanceOf(seed, 'layout')
  const id = (name: string) => demoId(at, `${seed} ${name}`, organizationId)
  const label = `${size}-${seed}`
  const clusters = plan.clusters.map(({ name, region }) => ({
    id: id(`cluster ${name}`),
    name,
    labels: { [DEMO_LABEL]: label, region },
  }))
  const nodes = plan.clusters.flatMap(({ name, groups }, index) =>
    groups.flatMap((group) =>
      nodesOf(name, group).map((node) => ({ ...node, id: id(node.name), clusterId: clusters[index]?.id ?? '' })),
    ),
  )
  const machines = plan.clusters.flatMap(({ groups }) => groups).filter(({ gpus }) => gpus > 0)
  const pools = machines.map(({ pool, gpuModel = '' }) => ({
    id: id(`pool ${pool}`),
    name: pool,
    selector: { [MODEL_LABEL]: gpuModel },
  }))
  const people = peopleOf(plan.users).map((person) => ({ ...person, id: id(`person ${person.email}`) }))
  const departments = plan.departments.map(({ name }) => ({ id: id(`department ${name}`), name }))
  const projects = plan.departments.flatMap(({ name: department, pool, weight, projects: names }, index) =>
    names.map((name): DemoProject => ({
      id: id(`project ${name}`),
      name,
      department,
      departmentId: departments[index]?.id ?? '',
      pool,
      weight: weight * (0.3 + chance.next()),
      people: [],
    })),
  )
  // Two or three to a project, some in several.
  for (const [index, person] of people.entries()) projects[index % projects.length]?.people.push(person)
  for (const project of projects) {
    const guest = chance.pick(people)
    if (!project.people.includes(guest)) project.people.push(guest)
  }
  const quotas = machines.flatMap((group) => {
    const poolId = pools.find(({ name }) => name === group.pool)?.id ?? ''
    return quotasOf(group, { poolId, projects, departments, idOf: id })
  })
  return { label, clusters, nodes, pools, departments, projects, people, quotas }
}

function nodesOf(cluster: string, group: NodeGroup): Omit<DemoNode, 'id' | 'clusterId'>[] {
  const kind = group.gpus > 0 ? group.pool : 'cpu'
  const capacity: Record<string, number> = {
    cpu: group.cores * 1000,
    memory: group.memoryGib * 1024,
    ...(group.gpus > 0 ? { gpu: group.gpus * 1000 } : {}),
  }
  return Array.from({ length: group.racks * group.nodesPerRack }, (_, index) => {
    const rack = `${kind}-r${String(Math.floor(index / group.nodesPerRack) + 1).padStart(2, '0')}`
    const name = `${cluster}-${rack}-${index % group.nodesPerRack}`
    return {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...(group.gpuModel === undefined ? {} : { [MODEL_LABEL]: group.gpuModel }),
        [RACK_LABEL]: rack,
      },
      capacity,
      allocatable: {
        ...capacity,
        cpu: (capacity['cpu'] ?? 0) - SYSTEM.cpu,
        memory: (capacity['memory'] ?? 0) - SYSTEM.memory,
      },
      gpu:
        group.gpuModel === undefined
          ? null
          : { model: group.gpuModel, count: group.gpus, memoryMib: group.gpuMemoryMib },
    }
  })
}

/** Promises exactly the GPUs that there are, in whole devices: to departments, and what each has to its projects. */
function quotasOf(
  { pool, gpus, racks, nodesPerRack }: NodeGroup,
  to: {
    poolId: string
    projects: readonly DemoProject[]
    departments: DemoLayout['departments']
    idOf: (name: string) => string
  },
): DemoLayout['quotas'] {
  const total = gpus * racks * nodesPerRack
  const shareOf = (project: DemoProject) => project.weight * (project.pool === pool ? AT_HOME : 1 - AT_HOME)
  const byProject = apportion(total, to.projects.map(shareOf))
  const quota = (queueKind: 'department' | 'project', queue: { id: string; name: string }, deserved: number) => ({
    id: to.idOf(`quota ${pool} ${queueKind} ${queue.name}`),
    poolId: to.poolId,
    queueKind,
    queueId: queue.id,
    resources: { gpu: { deserved: deserved * 1000, limit: null, weight: Math.max(1, deserved) } },
  })
  return [
    ...to.departments.map((department) => {
      const mine = to.projects.map(({ departmentId }, index) =>
        departmentId === department.id ? (byProject[index] ?? 0) : 0,
      )
      return quota(
        'department',
        department,
        mine.reduce((sum, one) => sum + one, 0),
      )
    }),
    ...to.projects.map((project, index) => quota('project', project, byProject[index] ?? 0)),
  ]
}

/** Whole numbers in proportion to the weights that add up to the total: largest remainders. */
function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (weight / sum) * total)
  const whole = exact.map(Math.floor)
  const byRemainder = exact
    .map((value, index) => ({ index, left: value % 1 }))
    .toSorted((a, b) => b.left - a.left || a.index - b.index)
  const missing = total - whole.reduce((all, value) => all + value, 0)
  for (const { index } of byRemainder.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}
