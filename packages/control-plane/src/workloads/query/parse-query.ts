import { QUERY_KEYS, type QueryKey } from './query-keys.ts'
import { KIND_WORDS, PHASE_WORDS, PRIORITY_WORDS } from './words.ts'

/** One condition. All of a query hold together; the values of one condition are alternatives. */
export interface Term {
  key: QueryKey
  isNegated: boolean
  values: readonly QueryValue[]
}

export type QueryValue =
  | { kind: 'text'; text: string }
  | { kind: 'word'; words: readonly string[] }
  | { kind: 'number'; op: Comparison; number: number }

export type Comparison = '<' | '<=' | '=' | '>=' | '>'

/** What is wrong with a query, and where: `at` and `length` count characters of the text. */
export interface QueryProblem {
  at: number
  length: number
  message: string
}

export type ParsedQuery = { terms: readonly Term[]; problem?: undefined } | { terms?: undefined; problem: QueryProblem }

/** A piece of the text between spaces, with quotes taken off. `isBare` tells that its first colon was not inside quotes. */
interface Token {
  at: number
  raw: string
}

const STATES: Record<string, readonly string[]> = {
  ...Object.fromEntries(PHASE_WORDS.map((phase) => [phase.toLowerCase(), [phase]])),
  stopped: ['SUSPENDED'],
  active: PHASE_WORDS.filter((phase) => !['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(phase)),
  ended: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
}

/** Words that each key takes, where it takes words. */
export const QUERY_WORDS: Partial<Record<QueryKey, Record<string, readonly string[]>>> = {
  state: STATES,
  kind: Object.fromEntries(KIND_WORDS.map((kind) => [kind, [kind]])),
  preemptible: { yes: ['true'], no: ['false'] },
}

/**
 * Reads a query: conditions with spaces between, all of which must hold. `key:value`, several values with commas, `-` before what must not be,
 * `>` `>=` `<` `<=` before numbers and ages, `*` for any characters, quotes around what has spaces; a word alone is part of the name.
 */
export function parseQuery(text: string): ParsedQuery {
  const terms: Term[] = []
  for (const token of tokensOf(text)) {
    if ('message' in token) return { problem: token }
    const term = termOf(token)
    if ('message' in term) return { problem: term }
    terms.push(term)
  }
  return { terms }
}

function* tokensOf(text: string): Generator<Token | QueryProblem> {
  let at = 0
  while (at < text.length) {
    if (text[at] === ' ') {
      at += 1
      continue
    }
    let end = at
    let quoteAt = -1
    while (end < text.length && (quoteAt >= 0 || text[end] !== ' ')) {
      if (text[end] === '"') quoteAt = quoteAt < 0 ? end : -1
      end += 1
    }
    if (quoteAt >= 0) {
      yield { at: quoteAt, length: text.length - quoteAt, message: 'this quote has no end' }
      return
    }
    yield { at, raw: text.slice(at, end) }
    at = end
  }
}

function termOf({ at, raw }: Token): Term | QueryProblem {
  const isNegated = raw.startsWith('-') && raw.length > 1
  const body = isNegated ? raw.slice(1) : raw
  const from = at + (isNegated ? 1 : 0)
  const colon = body.indexOf(':')
  const quote = body.indexOf('"')
  if (colon < 0 || (quote >= 0 && quote < colon)) {
    const word = unquote(body)
    if (word === '') return { at, length: raw.length, message: 'this says nothing: give a part of a name' }
    return { key: 'name', isNegated, values: [{ kind: 'text', text: word }] }
  }
  const name = body.slice(0, colon).toLowerCase()
  const known = QUERY_KEYS.find((key) => key.key === name)
  if (!known) {
    const like = nearest(name)
    return {
      at: from,
      length: Math.max(1, colon),
      message: `there is no key “${body.slice(0, colon)}”${like ? `; did you mean ${like}:?` : `; keys are ${QUERY_KEYS.map(({ key }) => key).join(', ')}`}`,
    }
  }
  const rest = body.slice(colon + 1)
  const start = from + colon + 1
  if (rest === '') return { at: from, length: body.length, message: `${name}: needs a value, such as ${known.example}` }
  const values: QueryValue[] = []
  for (const part of partsOf(rest, start)) {
    const value = valueOf(known.key, part)
    if ('message' in value) return value
    values.push(value)
  }
  return { key: known.key, isNegated, values }
}

/** Pieces between commas that are not inside quotes. */
function partsOf(text: string, at: number): Token[] {
  const parts: Token[] = []
  let from = 0
  let isQuoted = false
  for (let index = 0; index <= text.length; index += 1) {
    if (text[index] === '"') isQuoted = !isQuoted
    if (index < text.length && (text[index] !== ',' || isQuoted)) continue
    parts.push({ at: at + from, raw: text.slice(from, index) })
    from = index + 1
  }
  return parts
}

function valueOf(key: QueryKey, { at, raw }: Token): QueryValue | QueryProblem {
  const wrong = (message: string): QueryProblem => ({ at, length: Math.max(1, raw.length), message })
  const text = unquote(raw)
  if (text === '') return wrong(`${key}: lacks a value here`)
  const words = QUERY_WORDS[key]
  if (words) {
    const meant = words[text.toLowerCase()]
    return meant ? { kind: 'word', words: meant } : wrong(`${key}: takes ${Object.keys(words).join(', ')}`)
  }
  const number = NUMBERS[key]
  if (!number) {
    if (key === 'label' && !text.includes('=')) return wrong('label: takes a name and a value, such as label:team=nlp')
    return { kind: 'text', text }
  }
  const [, op = '=', amount = ''] = /^(<=|>=|<|>|=)?(.*)$/.exec(text) ?? []
  const value = number.read(amount)
  if (value === undefined || (number.needsOp && op === '=')) return wrong(`${key}: takes ${number.takes}`)
  return { kind: 'number', op: op as Comparison, number: value }
}

interface NumberReader {
  read: (text: string) => number | undefined
  takes: string
  needsOp?: boolean
}

const AGE_UNITS: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 }
const MEMORY_UNITS: Record<string, number> = { Mi: 1, Gi: 1024, Ti: 1024 * 1024 }
const plain = (text: string) => (/^\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined)
const SPAN: NumberReader = {
  read: (text) => {
    const [, amount = '', unit = ''] = /^([\d.]+)([mhdw])$/.exec(text) ?? []
    return scaled(plain(amount), AGE_UNITS[unit] ?? 1)
  },
  takes: 'a comparison with a time, such as <2d or >=30m',
  needsOp: true,
}
const COUNT: NumberReader = { read: plain, takes: 'a number, such as >0' }

/** In the units of the API; times in seconds. */
const NUMBERS: Partial<Record<QueryKey, NumberReader>> = {
  gpu: { read: (text) => scaled(plain(text), 1000), takes: 'a number of GPUs, such as >4' },
  cpu: { read: (text) => scaled(plain(text), 1000), takes: 'a number of cores, such as >=16' },
  memory: {
    read: (text) => {
      const [, amount = '', unit = 'Gi'] = /^([\d.]+)(Mi|Gi|Ti)?$/.exec(text) ?? []
      return scaled(plain(amount), MEMORY_UNITS[unit] ?? 1)
    },
    takes: 'an amount, such as >64Gi',
  },
  replicas: COUNT,
  failures: COUNT,
  preemptions: COUNT,
  priority: {
    read: (text) => PRIORITY_WORDS[text as keyof typeof PRIORITY_WORDS] ?? plain(text),
    takes: `a number or ${Object.keys(PRIORITY_WORDS).join(', ')}`,
  },
  age: SPAN,
  finished: SPAN,
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : Math.round(value * factor)
}

function unquote(text: string): string {
  return text.replaceAll('"', '')
}

/** The key that a wrong one is likely to be: one begins with the other, or they differ in two letters at most. */
function nearest(name: string): string | undefined {
  const also = QUERY_KEYS.find(({ aliases }) => (aliases as readonly string[]).includes(name))
  if (also) return also.key
  return QUERY_KEYS.map(({ key }) => ({ key, distance: distance(name, key) }))
    .filter(({ key, distance: far }) => far <= 2 || (name.length > 1 && (key.startsWith(name) || name.startsWith(key))))
    .toSorted((a, b) => a.distance - b.distance)[0]?.key
}

/** Letters to add, drop or change to come from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
