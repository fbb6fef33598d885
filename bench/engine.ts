import { armadaSpec } from './engine/armada-spec.ts'
import { designRows } from './engine/design-rows.ts'
import { halfReclaim, kaiReclaim } from './engine/kai-reclaim.ts'
import { kueueTas } from './engine/kueue-tas.ts'
import { measureRound } from './engine/measure-round.ts'
import { countsOf, parseOptions } from './engine/options.ts'
import { scale } from './engine/scale.ts'
import { scheduleMany, scheduleManyShapes } from './engine/schedule-many.ts'
import { yunikorn, YUNIKORN_NODES } from './engine/yunikorn.ts'

/**
 * The planner alone, on the loads that peers publish figures for. Inputs are seeded; every plan is made true and its state checked. One JSON line for
 * each case. README.md says what each option stands for.
 */
const { words, ...asked } = parseOptions(process.argv.slice(2))

if (asked.scheduleMany) {
  const [jobs, nodes] = countsOf(words, 'schedule-many', [])
  const cases = jobs === undefined ? scheduleManyShapes() : [scheduleMany(jobs, nodes ?? 1_000)]
  for (const one of cases) measureRound(one)
} else if (asked.armadaSpec) armadaSpec(words)
else if (asked.scale) scale()
else if (asked.yunikorn) {
  for (const nodes of countsOf(words, 'yunikorn', YUNIKORN_NODES)) measureRound(yunikorn(nodes))
} else if (asked.kaiReclaim) {
  for (const nodes of countsOf(words, 'kai-reclaim', [100, 200, 500])) {
    measureRound(kaiReclaim(nodes))
    measureRound(halfReclaim(nodes))
  }
} else if (asked.kueueTas) {
  measureRound(kueueTas(false))
  measureRound(kueueTas(true))
} else {
  for (const one of designRows) if (words.every((word) => one.name.includes(word))) measureRound(one)
}
