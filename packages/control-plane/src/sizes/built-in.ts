import type { Size } from './schemas.ts'

const GIB = 1024

/** The sizes that every organization begins with. */
export const BUILT_IN_SIZES: readonly Size[] = [
  size('small', 1, 2, 8),
  size('medium', 3, 6, 24),
  size('large', 7, 14, 56),
  size('x-large', 15, 30, 120),
]

function size(name: string, cores: number, coresMax: number, gib: number): Size {
  return {
    name,
    requests: { cpu: cores * 1000, memory: gib * GIB },
    limits: { cpu: coresMax * 1000, memory: gib * GIB },
    builtIn: true,
  }
}
