import type { Taint } from '@fairlead/scheduler'
import { parse } from 'yaml'
import { amountsOf } from './amounts.ts'
import { durationOf } from './duration.ts'
import { countOf, fieldsOf, listOf, mappingOf, textOf, textsOf, type Fields } from './fields.ts'
import type { ClusterSpec, NodeTemplate, ShiftedExponential } from './spec.ts'
import { InputError } from '../input-error.ts'

/**
 * Reads a clusters file of Armada's simulator.
 *
 * @throws InputError that names the field, what it holds and what it should.
 */
export function readClusters(text: string, file: string): ClusterSpec {
  const spec = fieldsOf(parse(text), file)
  const clusters = listOf(spec, 'clusters')
  if (clusters.length === 0) throw new InputError(`${file}.clusters: there are none; list at least one`)
  return {
    name: textOf(spec, 'name', file),
    clusters: clusters.map((cluster) => ({
      name: textOf(cluster, 'name'),
      pool: textOf(cluster, 'pool', 'default'),
      nodeTemplates: listOf(cluster, 'nodeTemplates').map(nodeTemplate),
    })),
    pendingDelay: exponentialOf(spec, 'pendingDelayDistribution'),
  }
}

function nodeTemplate(fields: Fields): NodeTemplate {
  const total = mappingOf(fields, 'totalResources')
  if (total === undefined)
    throw new InputError(`${fields.where}.totalResources: missing; give resources, as in {resources: {cpu: 32}}`)
  return {
    number: countOf(fields, 'number', 1),
    labels: textsOf(fields, 'labels'),
    taints: listOf(fields, 'taints').map(taintOf),
    allocatable: amountsOf(total, 'resources'),
  }
}

function taintOf(fields: Fields): Taint {
  const effect = textOf(fields, 'effect')
  if (effect !== 'NoSchedule' && effect !== 'PreferNoSchedule' && effect !== 'NoExecute') {
    throw new InputError(`${fields.where}.effect: "${effect}" is none; give NoSchedule, PreferNoSchedule or NoExecute`)
  }
  return { key: textOf(fields, 'key'), value: textOf(fields, 'value', ''), effect }
}

/** A shifted exponential distribution; all 0 where there is none. */
export function exponentialOf(fields: Fields, key: string): ShiftedExponential {
  const mapping = mappingOf(fields, key)
  if (mapping === undefined) return { minimumMs: 0, tailMeanMs: 0 }
  return { minimumMs: durationOf(mapping, 'minimum'), tailMeanMs: durationOf(mapping, 'tailMean') }
}
