import { test } from 'vitest'
import { PROPERTIES } from './properties/all.ts'

/** Drawn cases that differ from machine to machine would be no promise. `pnpm test:properties` draws others, and many more. */
const seed = Number(process.env['FAIRLEAD_PROPERTY_SEED'] ?? 7)
const scale = Number(process.env['FAIRLEAD_PROPERTY_SCALE'] ?? 1)

for (const { name, casesInRing, search } of PROPERTIES) {
  test(name, () => search({ cases: Math.ceil(casesInRing * scale), seed, isHasty: scale !== 1 }))
}
