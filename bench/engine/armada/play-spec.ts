import { simulate, type Arrival, type SimulationResult } from '@fairlead/scheduler'
import { arrivalsOf } from './arrivals-of.ts'
import { classNamed, type PriorityClasses } from './read-classes.ts'
import type { ClusterSpec, JobTemplate, WorkloadSpec } from './spec.ts'
import { leafOf, poolsOf, worldOf } from './world-of.ts'

/** When a spec begins; its own times count from 0. */
export const SPEC_START = 1_790_000_000_000

/**
 * Plays a spec in virtual time, a round each 10 s at most, as there. A template that depends on others is submitted when the last of their jobs has
 * ended; its work cannot change what happened before, so the future is played again with it, one such template after the other. The rate of
 * preemptions and placements is not limited.
 */
export function playSpec(
  clusters: ClusterSpec,
  workloads: WorkloadSpec,
  classes: PriorityClasses,
): { result: SimulationResult; simulations: number } {
  const world = worldOf(clusters, workloads, classes)
  const templates = templatesOf(clusters, workloads, classes)
  const arrivals = templates.filter(({ template }) => template.dependencies.length === 0)
  const dependent = new Set(templates.filter(({ template }) => template.dependencies.length > 0))
  const due = new Map(arrivals.map((one) => [one, SPEC_START + one.template.earliestSubmitMs]))
  for (let simulations = 1; ; simulations++) {
    const result = simulate({
      world,
      startAt: SPEC_START,
      arrivals: [...due].flatMap(([one, at]) => one.submit(at)),
      policy: { preemptionsMaxPerRound: 1_000_000, placementsMaxPerRound: 1_000_000 },
      checkEveryRounds: 50,
    })
    const next = firstReady(dependent, endsOf(result))
    if (next === undefined) return { result, simulations }
    dependent.delete(next.one)
    due.set(next.one, next.at)
  }
}

interface PlannedTemplate {
  template: JobTemplate
  submit: (at: number) => Arrival[]
}

function templatesOf(clusters: ClusterSpec, workloads: WorkloadSpec, classes: PriorityClasses): PlannedTemplate[] {
  const planned: PlannedTemplate[] = []
  for (const { name, jobTemplates } of workloads.queues) {
    const isPreemptible = (template: JobTemplate) => classNamed(classes, template.priorityClassName).preemptible
    const isMixed = new Set(jobTemplates.map(isPreemptible)).size > 1
    for (const template of jobTemplates) {
      const context = {
        index: planned.length,
        randomSeed: workloads.randomSeed,
        queueId: isMixed ? leafOf(name, isPreemptible(template)) : name,
        pools: poolsOf(clusters),
        classes,
        pendingDelay: clusters.pendingDelay,
      }
      planned.push({ template, submit: (at) => arrivalsOf(template, at, context) })
    }
  }
  return planned
}

/** By template id, when the last of its jobs ended; a template with a job that did not end is not there. */
function endsOf({ workloads }: SimulationResult): Map<string, number> {
  const ends = new Map<string, number>()
  for (const { id, endedAt = Infinity } of workloads) {
    const template = id.slice(0, id.lastIndexOf('/'))
    ends.set(template, Math.max(ends.get(template) ?? 0, endedAt))
  }
  for (const [template, end] of ends) if (end === Infinity) ends.delete(template)
  return ends
}

/** The dependent template that comes soonest; undefined when none will. */
function firstReady(
  dependent: ReadonlySet<PlannedTemplate>,
  ends: ReadonlyMap<string, number>,
): { one: PlannedTemplate; at: number } | undefined {
  let first: { one: PlannedTemplate; at: number } | undefined
  for (const one of dependent) {
    const { dependencies, earliestSubmitMs, afterDependenciesMs } = one.template
    if (!dependencies.every((id) => ends.has(id))) continue
    const ended = Math.max(...dependencies.map((id) => ends.get(id)!))
    const at = ended + Math.max(earliestSubmitMs, afterDependenciesMs)
    if (first === undefined || at < first.at) first = { one, at }
  }
  return first
}
