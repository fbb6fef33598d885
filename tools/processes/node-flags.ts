import { join } from 'node:path'
import { ROOT } from './child.ts'

/**
 * How our long-running programs start Node. V8 lets the young generation of a server grow to many times what ours need: with
 * these bounds the idle control plane holds about half the memory, and the benchmarks run no slower.
 */
export const CONTROL_PLANE_FLAGS = ['--max-semi-space-size=8'] as const
export const AGENT_FLAGS = ['--max-semi-space-size=1', '--v8-pool-size=1'] as const
/**
 * One heap of the C library for all threads: of several, each keeps what it once needed. What is read from a socket gets 64 KiB at a time; as mappings of their own
 * these go back when they are free, while in the heap they would keep it large.
 */
export const AGENT_ENV = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '32768',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const

/** For the control plane from source; its image is one file. */
export const SOURCE_FLAGS = ['--import', join(ROOT, 'tools/processes/quick-imports.ts')] as const

/** Compiled code is kept between starts, which saves about a third of the time to ready. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/fairlead-compile') }
