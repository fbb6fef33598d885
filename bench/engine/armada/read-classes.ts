import { parse } from 'yaml'
import { countOf, fieldOf, fieldsOf, mappingOf, textOf, type Fields } from './fields.ts'
import type { PriorityClass } from './spec.ts'
import { InputError } from '../input-error.ts'

/** Those of the configuration that Armada keeps beside its sample workloads, and of the one it takes without any. */
const KNOWN: readonly [string, PriorityClass][] = [
  ['armada-default', { priority: 30_000, preemptible: false }],
  ['armada-preemptible', { priority: 30_000, preemptible: true }],
  ['priority-0', { priority: 0, preemptible: true }],
  ['priority-1', { priority: 1, preemptible: true }],
  ['priority-2', { priority: 2, preemptible: true }],
  ['priority-2-non-preemptible', { priority: 2, preemptible: false }],
  ['priority-3', { priority: 3, preemptible: false }],
]

export interface PriorityClasses {
  byName: ReadonlyMap<string, PriorityClass>
  defaultName: string
}

/** Reads `priorityClasses` and `defaultPriorityClassName` of a scheduling configuration; without one, those that Armada's samples use. */
export function readClasses(text?: string, file = ''): PriorityClasses {
  if (text === undefined) return { byName: new Map(KNOWN), defaultName: 'armada-default' }
  const config = fieldsOf(parse(text), file)
  const classes = mappingOf(config, 'priorityClasses')
  if (classes === undefined)
    throw new InputError(`${file}.priorityClasses: missing; list them by name, with priority and preemptible`)
  const byName = new Map<string, PriorityClass>()
  for (const name of classes.values.keys())
    byName.set(name, classOf(fieldsOf(fieldOf(classes, name), `${classes.where}.${name}`)))
  const [first = ''] = byName.keys()
  return { byName, defaultName: textOf(config, 'defaultPriorityClassName', first) }
}

function classOf(fields: Fields): PriorityClass {
  return { priority: countOf(fields, 'priority', 0, 0), preemptible: fieldOf(fields, 'preemptible') === true }
}

/** The class of a template. @throws InputError when nobody defined it. */
export function classNamed(classes: PriorityClasses, name: string): PriorityClass {
  const found = classes.byName.get((name === '' ? classes.defaultName : name).toLowerCase())
  if (found !== undefined) return found
  const known = [...classes.byName.keys()].join(', ')
  throw new InputError(
    `priority class "${name}" is not defined; known are ${known}; name a configuration file that defines it`,
  )
}
