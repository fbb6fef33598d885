import { join } from 'node:path'
import { armadaSpec } from './engine/armada-spec.ts'
import { designRows } from './engine/design-rows.ts'
import { InputError, sentenceOf } from './engine/input-error.ts'
import { halfReclaim, kaiReclaim } from './engine/kai-reclaim.ts'
import { kueueGenerator } from './engine/kueue-generator.ts'
import { kueueTas } from './engine/kueue-tas.ts'
import { measureRound, type RoundCase } from './engine/measure-round.ts'
import { openb } from './engine/openb.ts'
import { countsOf, parseOptions, type EngineOptions } from './engine/options.ts'
import { scale } from './engine/scale.ts'
import { scheduleMany, scheduleManyShapes } from './engine/schedule-many.ts'
import { yunikorn, YUNIKORN_NODES } from './engine/yunikorn.ts'

/** Stands for the replay of a trace where nobody gives one. */
const SAMPLES = ['armada-clusters.yaml', 'armada-workloads.yaml'].map((file) =>
  join(import.meta.dirname, 'samples', file),
)

/**
 * The planner alone, on the loads that peers publish figures for. Inputs are seeded; every plan is made true and its state checked. One JSON line for
 * each case. README.md says what each option stands for.
 */
try {
  run()
} catch (error) {
  const sentence = sentenceOf(error)
  if (sentence === undefined) throw error
  process.stderr.write(`bench engine: ${sentence}\n`)
  process.exitCode = 2
}

function run(): void {
  const { words, ...asked } = parseOptions(process.argv.slice(2))
  if (asked.armadaSpec) armadaSpec(words)
  else if (asked.kueueGenerator !== undefined) kueueGenerator(asked.kueueGenerator)
  else if (asked.openb) openb(words)
  else if (asked.scale) scale()
  else {
    for (const one of roundsOf(words, asked)) measureRound(one)
    if (process.argv.length === 2) armadaSpec(SAMPLES)
  }
}

function roundsOf(words: readonly string[], asked: Omit<EngineOptions, 'words'>): readonly RoundCase[] {
  if (asked.scheduleMany) {
    const [jobs, nodes] = countsOf(words, 'schedule-many', [])
    return jobs === undefined ? scheduleManyShapes() : [scheduleMany(jobs, nodes ?? 1_000)]
  }
  if (asked.yunikorn) return countsOf(words, 'yunikorn', YUNIKORN_NODES).map(yunikorn)
  if (asked.kaiReclaim) {
    return countsOf(words, 'kai-reclaim', [100, 200, 500]).flatMap((nodes) => [kaiReclaim(nodes), halfReclaim(nodes)])
  }
  if (asked.kueueTas) return [kueueTas(false), kueueTas(true)]
  const rows = designRows.filter(({ name }) => words.every((word) => name.includes(word)))
  if (rows.length > 0) return rows
  throw new InputError(
    `no row is named "${words.join(' ')}"; there are: ${designRows.map(({ name }) => name).join('; ')}`,
  )
}
