import type { WorkloadRequest } from '@fairlead/sdk'
import { UsageError } from './usage-error.ts'

/** Fields of a request beside its spec. */
const TOP = new Set(['project', 'name', 'kind', 'labels', 'spec'])
/** Amounts go without saying what they are of. */
const AMOUNTS = new Set(['cpu', 'memory', 'gpu'])
/** Maps whose names may have dots in them, and whose values are texts. */
const TEXTS = new Set(['labels', 'env', 'annotations', 'nodeSelector'])
/** Fields that stay a text, whatever it looks like. */
const WORDS = new Set(['project', 'name', 'kind', 'template', 'image', 'size', 'workingDir', 'nodePool'])

/**
 * A request with some fields set, each `path=value`: a path of the request, or below its spec. A value is JSON where it reads as such, else a
 * text; nothing behind `=` takes the field away.
 */
export function setFields(request: WorkloadRequest, changes: readonly string[]): WorkloadRequest {
  const next = structuredClone(request) as Record<string, unknown>
  for (const change of changes) {
    const at = change.indexOf('=')
    if (at < 1) {
      throw new UsageError(`"${change}" sets nothing: write a field, = and a value`, {
        hint: 'for example --set gpu=2 or --set env.SEED=8',
      })
    }
    put(next, pathOf(change.slice(0, at)), change.slice(at + 1), change)
  }
  return next as unknown as WorkloadRequest
}

/** Names from the request down. A map whose names have dots takes all that is left as one of them. */
export function pathOf(text: string): string[] {
  const names = text.split('.')
  const [first = ''] = names
  const whole = TOP.has(first) ? names : AMOUNTS.has(first) ? ['spec', 'resources', ...names] : ['spec', ...names]
  const map = whole.findIndex((name, index) => TEXTS.has(name) || (name === 'extended' && index > 0))
  return map === -1 || map === whole.length - 1 ? whole : [...whole.slice(0, map + 1), whole.slice(map + 1).join('.')]
}

function put(target: Record<string, unknown>, path: readonly string[], text: string, change: string): void {
  let at = target
  for (const name of path.slice(0, -1)) {
    const inner = at[name] ?? {}
    if (typeof inner !== 'object' || Array.isArray(inner)) {
      throw new UsageError(`"${change}": ${name} has no fields of its own`, {
        hint: 'set it as a whole, as JSON: --set \'command=["python","train.py"]\'',
      })
    }
    at[name] = inner
    at = inner as Record<string, unknown>
  }
  const last = path.at(-1) ?? ''
  if (text === '') Reflect.deleteProperty(at, last)
  else at[last] = valueOf(path, text)
}

function valueOf(path: readonly string[], text: string): unknown {
  const [last = '', above = ''] = path.toReversed()
  const isMapOfTexts = TEXTS.has(above)
  if ((isMapOfTexts && !text.startsWith('{')) || (WORDS.has(last) && !isMapOfTexts)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
