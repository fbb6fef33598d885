import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { PROPERTIES } from '../packages/scheduler/test/properties/all.ts'
import { readOptions } from './processes/read-options.ts'
import { failureOf, searchInWorker } from './properties/search-in-worker.ts'

/**
 * Holds the planner's promises against many drawn worlds: `--cases` for each property (1,000 unless said), `--seed` to repeat a run
 * exactly, `--only` for the properties whose names contain a text, `--path` to go straight to a case that a failure named, `--jobs`
 * for how many properties are searched at a time, `--bail` to end at the first broken promise without looking for the smallest case.
 * What is drawn depends on the seed alone.
 */
const values = readOptions('test:properties', {
  cases: { type: 'string', default: '1000' },
  seed: { type: 'string' },
  only: { type: 'string', default: '' },
  path: { type: 'string' },
  bail: { type: 'boolean', default: false },
  jobs: { type: 'string', default: String(availableParallelism()) },
})
const cases = wholeNumber('--cases', values.cases, 1)
const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', values.seed, -(2 ** 31))
const jobs = wholeNumber('--jobs', values.jobs, 1)
const chosen = PROPERTIES.filter(({ name }) => name.includes(values.only))
if (chosen.length === 0) refuse(`no property's name contains '${values.only}': leave --only out to search them all`)

process.stdout.write(`seed ${seed}, ${cases} cases for each of ${chosen.length} properties\n`)
const started = performance.now()
const waiting = [...chosen]
let broken = 0
await Promise.all(Array.from({ length: Math.min(jobs, chosen.length) }, work))
const seconds = ((performance.now() - started) / 1000).toFixed(0)
process.stdout.write(`${chosen.length - broken} of ${chosen.length} properties hold (${seconds} s), seed ${seed}\n`)
process.exitCode = broken > 0 ? 1 : 0

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const begun = performance.now()
    const search = { cases, seed, path: values.path, isHasty: values.bail }
    const failure = jobs === 1 ? failureOf(next, search) : await searchInWorker({ name: next.name, ...search })
    const took = ((performance.now() - begun) / 1000).toFixed(1)
    process.stdout.write(`${failure === undefined ? 'ok  ' : 'FAIL'} ${next.name} (${cases} cases, ${took} s)\n`)
    if (failure === undefined) continue
    broken += 1
    if (values.bail) waiting.length = 0
    process.stdout.write(`${failure}\n`)
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < least) refuse(`${name} is '${text}': give a whole number from ${least} on`)
  return number
}

function refuse(text: string): never {
  process.stderr.write(`test:properties: ${text}\n`)
  process.exit(2)
}
