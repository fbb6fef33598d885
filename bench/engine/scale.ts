import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { machine, report } from '../machine.ts'
import type { RoundFigures } from './measure-round.ts'
import { rounded } from './measure-round.ts'
import type { MixSize } from './trace-mix.ts'

const BASE: MixSize = { jobs: 100_000, nodes: 10_000, queues: 100 }
const STEPS: Readonly<Record<keyof MixSize, readonly number[]>> = {
  jobs: [10_000, 30_000, 100_000, 300_000, 1_000_000],
  nodes: [1_000, 3_000, 10_000, 30_000, 50_000],
  queues: [10, 30, 100, 300, 1_000],
}
const LARGEST: MixSize = { jobs: 1_000_000, nodes: 50_000, queues: 1_000 }

const TURNED: readonly MixSize[] = [1_000, 3_000, 10_000, 30_000].map((nodes) => ({
  jobs: nodes * 10,
  nodes,
  queues: nodes / 100,
}))

/** Of the JavaScript heap of one case; the engine's columns come on top. */
const HEAP_MIB_MAX = 4_096

/**
 * How time and memory grow with jobs, nodes and queues: each size in a process of its own, one dimension at a time,
 * then all at once with preemption, the base explained, and the largest. Prints the
 * exponent for each dimension: the slope of the logarithm of the time over the logarithm of the size.
 */
export function scale(): void {
  const known = new Map<string, RoundFigures | undefined>()
  function figuresOf(size: MixSize): RoundFigures | undefined {
    const key = Object.values(size).join(' ')
    if (!known.has(key)) known.set(key, measureApart(size, []))
    return known.get(key)
  }
  for (const dimension of ['jobs', 'nodes', 'queues'] as const) {
    const points = STEPS[dimension].map((count) => ({ count, figures: figuresOf({ ...BASE, [dimension]: count }) }))
    reportExponents(dimension, points)
  }
  const turned = TURNED.map((size) => ({ count: size.nodes, figures: measureApart(size, ['turned']) }))
  reportExponents('all of them, preempting,', turned)
  measureApart(BASE, ['explained'])
  figuresOf(LARGEST)
}

/** Measures one size in a child process, whose line goes on to our output. */
function measureApart(size: MixSize, kind: readonly string[]): RoundFigures | undefined {
  const args = [String(size.jobs), String(size.nodes), String(size.queues), ...kind]
  const script = join(import.meta.dirname, 'scale-child.ts')
  const child = spawnSync(process.execPath, [`--max-old-space-size=${HEAP_MIB_MAX}`, script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  process.stdout.write(child.stdout)
  if (child.status !== 0) {
    process.exitCode = 1
    return undefined
  }
  return JSON.parse(child.stdout) as RoundFigures
}

function reportExponents(
  dimension: string,
  points: readonly { count: number; figures: RoundFigures | undefined }[],
): void {
  const measured = points.filter(({ figures }) => figures !== undefined)
  const sizes = measured.map(({ count }) => count)
  const slopeOf = (read: (figures: RoundFigures) => number) =>
    rounded(
      slope(
        sizes,
        measured.map(({ figures }) => Math.max(1e-3, read(figures!))),
      ),
    )
  report({
    bench: 'engine',
    case: `cost as ${dimension} grow`,
    sizes,
    exponents: {
      round: slopeOf(({ cpuMs }) => cpuMs),
      load: slopeOf(({ loadCpuMs }) => loadCpuMs),
      heap: slopeOf(({ heapMib }) => heapMib),
    },
    ...machine(),
  })
}

/** Of the least squares line through the logarithms. */
export function slope(xs: readonly number[], ys: readonly number[]): number {
  const lx = xs.map(Math.log)
  const ly = ys.map(Math.log)
  const mx = mean(lx)
  const my = mean(ly)
  let above = 0
  let below = 0
  for (let i = 0; i < lx.length; i++) {
    above += (lx[i]! - mx) * (ly[i]! - my)
    below += (lx[i]! - mx) ** 2
  }
  return above / below
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
