import { parseArgs } from 'node:util'
import { InputError } from './input-error.ts'

/** What the command line asks for. No option: the rows of the design's budget. */
export interface EngineOptions {
  scheduleMany: boolean
  armadaSpec: boolean
  yunikorn: boolean
  kaiReclaim: boolean
  kueueTas: boolean
  kueueGenerator: string | undefined
  openb: boolean
  scale: boolean
  /** What stands after the options: numbers, files, or a part of a row's name. */
  words: string[]
}

const OPTIONS = {
  'schedule-many': { type: 'boolean', default: false },
  'armada-spec': { type: 'boolean', default: false },
  yunikorn: { type: 'boolean', default: false },
  'kai-reclaim': { type: 'boolean', default: false },
  'kueue-tas': { type: 'boolean', default: false },
  'kueue-generator': { type: 'string' },
  openb: { type: 'boolean', default: false },
  scale: { type: 'boolean', default: false },
} as const

/** How many words may follow an option, and what they are; any number of them where it is not named. */
const WORDS: Readonly<Record<string, { counts: readonly number[]; are: string }>> = {
  'schedule-many': { counts: [0, 1, 2], are: 'a number of jobs and one of nodes, or nothing' },
  'armada-spec': {
    counts: [2, 3],
    are: 'two files, the clusters, then the workloads; a scheduling configuration may follow',
  },
  'kueue-tas': { counts: [0], are: 'nothing after it' },
  'kueue-generator': { counts: [0], are: 'nothing after the name of the load' },
  openb: { counts: [0, 2], are: 'two files, the list of nodes, then the list of pods, or nothing' },
  scale: { counts: [0], are: 'nothing after it' },
}

/** Parses the command line; one clear sentence where it cannot. */
export function parseOptions(args: string[]): EngineOptions {
  const { values, positionals } = parsed(args)
  const [chosen, another] = Object.keys(OPTIONS).filter((name) => Boolean(values[name as keyof typeof values]))
  if (another !== undefined) throw new InputError(`--${chosen} and --${another} are a bench each; give one of them`)
  const words = WORDS[chosen ?? '']
  if (words !== undefined && !words.counts.includes(positionals.length))
    throw new InputError(
      `--${chosen} takes ${words.are}; ${positionals.length === 0 ? 'there is nothing' : `there is "${positionals.join(' ')}"`}`,
    )
  return {
    scheduleMany: values['schedule-many'],
    armadaSpec: values['armada-spec'],
    yunikorn: values.yunikorn,
    kaiReclaim: values['kai-reclaim'],
    kueueTas: values['kueue-tas'],
    kueueGenerator: values['kueue-generator'],
    openb: values.openb,
    scale: values.scale,
    words: positionals,
  }
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS })
  } catch (error) {
    const [what = ''] = (error as Error).message.split('. ')
    const known = Object.keys(OPTIONS).map((name) => `--${name}`)
    throw new InputError(`${what.replace(/\.$/, '')}; options are ${known.join(', ')}`, { cause: error })
  }
}

/** The words as counts; `defaults` where there are none. */
export function countsOf(words: readonly string[], option: string, defaults: readonly number[]): number[] {
  if (words.length === 0) return [...defaults]
  return words.map((word) => {
    const count = Number(word.replaceAll('_', ''))
    if (Number.isSafeInteger(count) && count > 0) return count
    throw new InputError(`--${option}: "${word}" is not a count; give a whole number above 0`)
  })
}
