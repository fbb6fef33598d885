import type { Toleration } from '@fairlead/scheduler'
import { parse } from 'yaml'
import { amountsOf } from './amounts.ts'
import { durationOf } from './duration.ts'
import { countOf, fieldOf, fieldsOf, listOf, mappingOf, textOf, textsOf, type Fields } from './fields.ts'
import { exponentialOf } from './read-clusters.ts'
import type { JobTemplate, WorkloadSpec } from './spec.ts'
import { InputError } from '../input-error.ts'

/**
 * Reads a workloads file of Armada's simulator. Templates that repeat are written out, as it does: one for each time, a period apart.
 *
 * @throws InputError that names the field, what it holds and what it should.
 */
export function readWorkloads(text: string, file: string): WorkloadSpec {
  const spec = fieldsOf(parse(text), file)
  const queues = listOf(spec, 'queues').map((fields) => {
    const name = textOf(fields, 'name')
    const templates = listOf(fields, 'jobTemplates').flatMap((template, i) => repeated(template, `${name}-${i}`))
    return { name, weight: weightOf(fields), jobTemplates: templates }
  })
  if (queues.length === 0) throw new InputError(`${file}.queues: there are none; list at least one`)
  checkIds(
    queues.flatMap(({ jobTemplates }) => jobTemplates),
    file,
  )
  return { name: textOf(spec, 'name', file), randomSeed: countOf(spec, 'randomSeed', 0, 0), queues }
}

function weightOf(fields: Fields): number {
  const weight = Number(fieldOf(fields, 'weight') ?? Number.NaN)
  if (weight > 0 && Number.isFinite(weight)) return weight
  throw new InputError(`${fields.where}.weight: expected a number above 0; it is 1 / the queue's priority factor`)
}

function repeated(fields: Fields, id: string): JobTemplate[] {
  const template = jobTemplate(fields, id)
  const repeat = mappingOf(fields, 'repeat')
  if (repeat === undefined) return [template]
  const periodMs = durationOf(repeat, 'period')
  if (periodMs <= 0) throw new InputError(`${repeat.where}.period: expected a duration above 0, like "60s"`)
  return Array.from({ length: countOf(repeat, 'numTimes', 1) }, (_, i) => ({
    ...template,
    id: `${template.id}-repeat-${i}`,
    earliestSubmitMs: template.earliestSubmitMs + i * periodMs,
  }))
}

function jobTemplate(fields: Fields, defaultId: string): JobTemplate {
  const requirements = mappingOf(fields, 'requirements')
  const resources = requirements && mappingOf(requirements, 'resourceRequirements')
  if (requirements === undefined || resources === undefined) {
    throw new InputError(
      `${fields.where}.requirements.resourceRequirements: missing; give requests, as in {requests: {cpu: 1}}`,
    )
  }
  const number = countOf(fields, 'number', 1)
  const gangCardinality = countOf(fields, 'gangCardinality', 0, 0)
  if (gangCardinality > 0 && number % gangCardinality !== 0) {
    throw new InputError(
      `${fields.where}.number: ${number} jobs do not divide into gangs of ${gangCardinality}; give a multiple`,
    )
  }
  const dependencies = fieldOf(fields, 'dependencies') ?? []
  if (!Array.isArray(dependencies))
    throw new InputError(`${fields.where}.dependencies: expected a list of template ids`)
  return {
    id: textOf(fields, 'id', '') || defaultId,
    number,
    queuePriority: countOf(fields, 'queuePriority', 0, 0),
    priorityClassName: textOf(fields, 'priorityClassName', ''),
    requests: amountsOf(resources, 'requests'),
    nodeSelector: textsOf(requirements, 'nodeSelector'),
    tolerations: listOf(requirements, 'tolerations').map(tolerationOf),
    earliestSubmitMs: durationOf(fields, 'earliestSubmitTime'),
    dependencies: dependencies.map(String),
    afterDependenciesMs: durationOf(fields, 'earliestSubmitTimeFromDependencyCompletion'),
    runtime: exponentialOf(fields, 'runtimeDistribution'),
    gangCardinality,
    gangNodeUniformityLabel: textOf(fields, 'gangNodeUniformityLabel', ''),
  }
}

function tolerationOf(fields: Fields): Toleration {
  const effect = fieldOf(fields, 'effect') as Toleration['effect']
  const operator = fieldOf(fields, 'operator') === 'Exists' ? 'Exists' : 'Equal'
  const toleration: Toleration = { key: textOf(fields, 'key', ''), operator, value: textOf(fields, 'value', '') }
  return effect === undefined ? toleration : { ...toleration, effect }
}

function checkIds(templates: readonly JobTemplate[], file: string): void {
  const ids = new Set<string>()
  for (const { id } of templates) {
    if (ids.has(id)) throw new InputError(`${file}: two job templates have the id ${id}; give each its own`)
    ids.add(id)
  }
  for (const { id, dependencies } of templates) {
    const missing = dependencies.find((one) => !ids.has(one))
    if (missing !== undefined)
      throw new InputError(`${file}: template ${id} depends on ${missing}, which does not exist`)
  }
}
