import type { SubmitWorkload } from '../../workloads/schemas.ts'
import type { SeedDemo } from '../schemas.ts'
import { chanceOf, type Chance } from './chance.ts'
import { DEMO_PLANS, type DemoPlan, type NodeGroup } from './demo-plan.ts'
import type { DemoLayout, DemoPerson, DemoProject } from './lay-out.ts'
import { WORK_KINDS, type WorkKind } from './work-kinds.ts'

/** A submission of the demo's past, and what became of it as far as its owner and its command decide. */
export interface DrawnWork {
  /** Milliseconds since the epoch. */
  at: number
  person: DemoPerson
  input: Pick<SubmitWorkload, 'project' | 'name' | 'kind' | 'labels'> & { spec: Record<string, unknown> }
  /** How long it runs with all replicas; `Infinity`: until somebody ends it. */
  runtimeMs: number
  exitCode: number
  /** Part of what it asks for that it uses; undefined: most of it, as runs do. */
  usage: number | undefined
  /** When its owner cancels it, if it is not over by then. */
  cancelledAt: number | undefined
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Of what runs to its end. */
const FAILS = 0.08
const IS_KILLED = 0.25
const IS_CANCELLED = 0.05
const ELSEWHERE = 0.15
/** Of what holds its devices while its owner is elsewhere. */
const FORGOTTEN_USAGE = 0.01
const RUNTIME_MS_MIN = 120_000
/** For what has no end of its own. */
const FOR_EVER_SECONDS = 10 * 365 * 86_400

/** All work of a demo, in order of time, from `days` before `until` to `until`. The same arguments draw the same. */
export function drawWork({ size, seed }: SeedDemo, layout: DemoLayout, until: number): DrawnWork[] {
  const plan = DEMO_PLANS[size]
  const chance = chanceOf(seed, 'work')
  const groups = plan.clusters.flatMap((cluster) => cluster.groups)
  const times = Array.from({ length: plan.workloads }, () => until - agoOf(plan.days, chance)).toSorted((a, b) => a - b)
  const numbers = new Map<string, number>()
  return times.map((at, index) => {
    const project = chance.pick(layout.projects, ({ weight }) => weight)
    const kind = chance.pick(WORK_KINDS, ({ share }) => share)
    const isGiant = plan.workloads - index === 4 || plan.workloads - index === 9
    const stem = `${chance.pick(kind.stems)}-${project.name}`
    const number = (numbers.get(stem) ?? 0) + 1
    numbers.set(stem, number)
    return drawOne({
      at,
      project,
      kind,
      isGiant,
      name: `${stem}-${String(number).padStart(3, '0')}`,
      groups,
      plan,
      chance,
      until,
    })
  })
}

/** Before the end, in milliseconds: more by day than by night, less at weekends, more as a deadline comes near. The end is a Wednesday at 15:00. */
function agoOf(days: number, chance: Chance): number {
  for (;;) {
    const ago = chance.next() * days * DAY_MS
    const hour = (((15 - ago / HOUR_MS) % 24) + 24) % 24
    const weekday = (((2 - Math.floor((ago / HOUR_MS + 9) / 24)) % 7) + 7) % 7
    const byDay = hour > 8 && hour < 19 ? 1 : hour > 6 && hour < 23 ? 0.5 : 0.25
    const byWeek = weekday > 4 ? 0.4 : 1
    const byDeadline = ago < 3 * DAY_MS ? 1 : 0.5
    if (chance.next() < byDay * byWeek * byDeadline) return Math.floor(ago)
  }
}

function drawOne(of: {
  at: number
  project: DemoProject
  kind: WorkKind
  isGiant: boolean
  name: string
  groups: readonly NodeGroup[]
  plan: DemoPlan
  chance: Chance
  until: number
}): DrawnWork {
  const { at, project, kind, isGiant, name, groups, chance } = of
  const person = chance.pick(project.people, (_, index) => 1 / (index + 1))
  const withGpus = groups.filter(({ gpus }) => gpus > 0)
  const home = withGpus.find(({ pool }) => pool === project.pool) ?? withGpus[0]
  const group =
    (kind.gpus.length === 0
      ? groups.find(({ gpus }) => gpus === 0)
      : chance.next() < ELSEWHERE
        ? chance.pick(withGpus)
        : home) ?? home
  const most = group?.gpus ?? 0
  const gpus =
    kind.gpus.length === 0
      ? 0
      : isGiant
        ? most * 2
        : Math.min(most, kind.isGang ? most : chance.pick(kind.gpus, (_, index) => 1 / (index + 1)))
  const replicas = kind.isGang ? chance.pick(of.plan.gangs, (size) => size ** -0.5) : 1
  const runtimeMs =
    kind.medianHours === Infinity
      ? Infinity
      : Math.max(RUNTIME_MS_MIN, Math.min(kind.maxHours, chance.logNormal(kind.medianHours, kind.sigma)) * HOUR_MS)
  const isFailing = runtimeMs !== Infinity && kind.canFail && chance.next() < FAILS
  const exitCode = isFailing ? (chance.next() < IS_KILLED ? 137 : 1) : 0
  const partMs = Math.max(RUNTIME_MS_MIN, runtimeMs * (isFailing ? chance.next() : 1))
  const isCancelled = chance.next() < (runtimeMs === Infinity ? 0.5 : IS_CANCELLED)
  const cancelledAt = isCancelled
    ? at + Math.round(chance.logNormal(runtimeMs === Infinity ? 120 : 2, 1.2) * HOUR_MS)
    : undefined
  const usage = chance.next() < kind.isForgotten ? FORGOTTEN_USAGE : undefined
  const ofNode = group === undefined || group.gpus === 0 ? 1 / 6 : gpus / group.gpus
  return {
    at,
    person,
    runtimeMs: partMs,
    exitCode,
    usage,
    cancelledAt: cancelledAt !== undefined && cancelledAt < of.until ? cancelledAt : undefined,
    input: {
      project: project.name,
      name,
      kind: kind.kind,
      labels: { team: project.department },
      spec: {
        image: kind.image,
        command: [...kind.command],
        resources: {
          cpu: Math.max(1, Math.floor((group?.cores ?? 8) * Math.min(1, ofNode) * 0.9)),
          memory: `${Math.max(2, Math.floor((group?.memoryGib ?? 16) * Math.min(1, ofNode) * 0.85))}Gi`,
          ...(gpus > 0 ? { gpu: gpus } : {}),
        },
        replicas,
        ...(kind.kind === 'endpoint' ? { ports: [8080] } : {}),
        timeout: kind.timeout,
        priority: chance.pick(kind.priorities, (_, index) => 1 / (index + 1) ** 2),
        placement: { nodePool: group?.pool },
        annotations: {
          'fairlead.dev/simulated-duration': String(partMs === Infinity ? FOR_EVER_SECONDS : Math.round(partMs / 1000)),
          'fairlead.dev/simulated-exit-code': String(exitCode),
          ...(usage === undefined ? {} : { 'fairlead.dev/simulated-usage': String(usage) }),
        },
      },
    },
  }
}
