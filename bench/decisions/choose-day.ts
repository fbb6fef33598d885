import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readTrace } from '../../packages/cli/src/replay/read-trace.ts'
import { InputError } from '../engine/input-error.ts'

const DAY_S = 86_400

export interface DecisionOptions {
  file: string
  limit: number | undefined
  /** That the day is compressed into. */
  seconds: number
  load: string
}

/** Parses the command line; one clear sentence where it cannot. */
export function parseOptions(args: string[]): DecisionOptions {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      limit: { type: 'string' },
      seconds: { type: 'string', default: '600' },
      load: { type: 'string', default: '1' },
    },
  })
  const data = values.data ?? process.env['FAIRLEAD_TRACES']
  const file = data === undefined ? join(import.meta.dirname, '../samples/philly-2000.csv') : join(data, 'philly.csv')
  if (!existsSync(file)) throw new InputError(`${file}: there is no such file; give the folder of philly.csv by --data`)
  if (!(Number(values.load) > 0))
    throw new InputError(`--load: "${values.load}" is no load; give a number above 0, such as 1`)
  return {
    file,
    limit: values.limit === undefined ? undefined : countOf('limit', values.limit),
    seconds: countOf('seconds', values.seconds),
    load: values.load,
  }
}

function countOf(option: string, text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count > 0) return count
  throw new InputError(`--${option}: "${text}" is not a count; give a whole number from 1 on`)
}

/** The 24 hours, from one submission on, in which most is submitted. */
export function chooseDay(file: string, limit = Infinity): { skip: number; jobs: number; name: string } {
  const { jobs } = readTrace(file, readFileSync(file, 'utf8'))
  const times = jobs.map(({ submitAt }) => submitAt).sort((a, b) => a - b)
  let best = { skip: 0, jobs: 0 }
  for (let from = 0, to = 0; from < times.length; from++) {
    while (to < times.length && times[to]! < times[from]! + DAY_S) to++
    if (to - from > best.jobs) best = { skip: from, jobs: to - from }
  }
  return { skip: best.skip, jobs: Math.min(limit, best.jobs), name: 'the busiest 24 hours of Philly' }
}
