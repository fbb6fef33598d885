import { QUERY_WORDS } from '@fairlead/control-plane/workload-query/parse-query'
import { QUERY_KEYS, type QueryKey } from '@fairlead/control-plane/workload-query/query-keys'

/** What may be written next, and the part of the text that it stands for. */
export interface Completion {
  text: string
  about: string
  from: number
  to: number
}

/** Names that are known here, by the key that takes them. */
export type QueryNames = Partial<Record<QueryKey, readonly string[]>>

const SHOWN_MAX = 12
const AMOUNTS: Partial<Record<QueryKey, readonly string[]>> = {
  gpu: ['>0', '>4', '>=8'],
  cpu: ['>=16', '>=64'],
  memory: ['>64Gi', '>256Gi'],
  age: ['<1h', '<1d', '<7d', '>1d'],
  finished: ['<1h', '<24h', '<7d', '>30d'],
  priority: ['>=high', '<medium'],
  replicas: ['>1'],
  failures: ['>0'],
  preemptions: ['>0'],
}

/** Completions of the word that the caret stands in or behind: keys first, then values of the key. */
export function completeQuery(text: string, caret: number, names: QueryNames): Completion[] {
  const before = text.slice(0, caret)
  if ((before.match(/"/g)?.length ?? 0) % 2 === 1) return []
  const start = before.lastIndexOf(' ') + 1
  const end = text.indexOf(' ', caret) < 0 ? text.length : text.indexOf(' ', caret)
  const word = before.slice(start)
  const isNegated = word.startsWith('-')
  const body = isNegated ? word.slice(1) : word
  const colon = body.indexOf(':')
  if (colon < 0) {
    const from = start + (isNegated ? 1 : 0)
    return QUERY_KEYS.filter(({ key, aliases }) =>
      [key, ...aliases].some((name) => name.startsWith(body.toLowerCase())),
    )
      .map(({ key, about }) => ({ text: `${key}:`, about, from, to: end }))
      .slice(0, SHOWN_MAX)
  }
  const key = QUERY_KEYS.find((known) => known.key === body.slice(0, colon).toLowerCase())?.key
  if (!key) return []
  const typed = body.slice(body.lastIndexOf(',') > colon ? body.lastIndexOf(',') + 1 : colon + 1)
  const words = QUERY_WORDS[key]
  const values = words ? Object.keys(words) : (names[key] ?? AMOUNTS[key] ?? [])
  return values
    .filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()) && value !== typed)
    .slice(0, SHOWN_MAX)
    .map((value) => ({ text: quoted(value), about: '', from: caret - typed.length, to: end }))
}

/** The text with a completion taken, and where the caret stands then. A value that is whole is followed by a space. */
export function takeCompletion(text: string, { text: taken, from, to }: Completion): { text: string; caret: number } {
  const rest = text.slice(to)
  const gap = taken.endsWith(':') || rest.startsWith(' ') ? '' : ' '
  const before = `${text.slice(0, from)}${taken}${gap}`
  return { text: `${before}${rest}`, caret: before.length }
}

function quoted(value: string): string {
  return /[\s,]/.test(value) ? `"${value}"` : value
}
