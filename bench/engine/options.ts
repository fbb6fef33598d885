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

/** Parses the command line; one clear sentence where it cannot. */
export function parseOptions(args: string[]): EngineOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'schedule-many': { type: 'boolean', default: false },
      'armada-spec': { type: 'boolean', default: false },
      yunikorn: { type: 'boolean', default: false },
      'kai-reclaim': { type: 'boolean', default: false },
      'kueue-tas': { type: 'boolean', default: false },
      'kueue-generator': { type: 'string' },
      openb: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
    },
  })
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

/** The words as counts; `defaults` where there are none. */
export function countsOf(words: readonly string[], option: string, defaults: readonly number[]): number[] {
  if (words.length === 0) return [...defaults]
  return words.map((word) => {
    const count = Number(word.replaceAll('_', ''))
    if (Number.isSafeInteger(count) && count > 0) return count
    throw new InputError(`--${option}: "${word}" is not a count; give a whole number above 0`)
  })
}
