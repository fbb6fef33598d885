import * as fc from 'fast-check'

/** A promise that is held against many drawn worlds. */
export interface Property {
  name: string
  /** Cases that the unit ring draws. */
  casesInRing: number
  /** Draws the cases; throws at the first that breaks the promise, with the smallest such case that was found. */
  search: (search: Search) => void
}

/** What to draw: the same seed and number give the same cases, one after the other. */
export interface Search {
  cases: number
  seed: number
  /** Goes straight to one case, as a failure named it. */
  path?: string | undefined
  /** Ends at the first broken case as it was drawn, without looking for a smaller one. */
  isHasty?: boolean | undefined
}

/** Longer counterexamples are cut: the seed and the path draw them again. */
const EXAMPLE_LENGTH_MAX = 6_000

/** `holds` throws when the drawn case breaks the promise. */
export function property<T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  holds: (drawn: T) => void,
  casesInRing = 40,
): Property {
  return { name, casesInRing, search }

  function search({ cases, seed, path, isHasty = false }: Search): void {
    const details = fc.check(fc.property(arbitrary, holds), {
      numRuns: cases,
      seed,
      endOnFailure: isHasty || path !== undefined,
      ...(path === undefined ? {} : { path }),
    })
    if (!details.failed) return
    const { counterexample, errorInstance, counterexamplePath, numRuns } = details
    const told = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
    const again = `pnpm test:properties --only '${name}' --seed ${seed} --path ${counterexamplePath}`
    const example = JSON.stringify(counterexample, withoutKeys)?.slice(0, EXAMPLE_LENGTH_MAX)
    throw new Error(`${name}\ncase ${numRuns}: ${told}\nagain: ${again}\n${example}`, { cause: errorInstance })
  }
}

/** Class keys and deltas repeat what is told already. */
function withoutKeys(key: string, value: unknown): unknown {
  return key === 'classKey' || key === 'deltas' || key === 'waves' ? undefined : value
}
