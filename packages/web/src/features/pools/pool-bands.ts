import type { Node } from '../clusters/node-heat.ts'

/** The upper ends of the bands of use, in percent. */
export const BANDS = [25, 50, 75, 100] as const

/** How many GPUs of a pool are used how much: one count for each of {@link BANDS}, and those that nothing was measured of lately. */
export interface PoolBands {
  counts: [number, number, number, number]
  unknown: number
}

/** GPUs by how much they were used when last measured, for each pool by name. A device counts as used as those of its node are together. */
export function poolBands(
  nodes: readonly Pick<Node, 'id' | 'nodePool' | 'gpu'>[],
  top: readonly { id: string; used: Readonly<Record<string, number>> }[],
): Map<string, PoolBands> {
  const used = new Map(top.map(({ id, used: measured }) => [id, measured['gpu']]))
  const pools = new Map<string, PoolBands>()
  for (const { id, nodePool, gpu } of nodes) {
    if (!nodePool || !gpu || gpu.count === 0) continue
    const bands = pools.get(nodePool.name) ?? { counts: [0, 0, 0, 0], unknown: 0 }
    pools.set(nodePool.name, bands)
    const percent = used.get(id)
    if (percent === undefined) bands.unknown += gpu.count
    else bands.counts[bandOf(percent)] += gpu.count
  }
  return pools
}

/** A share at an end belongs to the band above it; what is measured as more than everything, to the last. */
function bandOf(percent: number): 0 | 1 | 2 | 3 {
  if (percent < 25) return 0
  if (percent < 50) return 1
  return percent < 75 ? 2 : 3
}

/** The bands in words: `8 under 25 %, 2 from 75 %`. */
export function bandWords({ counts, unknown }: PoolBands): string {
  const names = ['under 25 %', 'from 25 %', 'from 50 %', 'from 75 %']
  const words = counts.flatMap((count, band) => (count > 0 ? [`${count} ${names[band]}`] : []))
  return [...words, ...(unknown > 0 ? [`${unknown} not measured`] : [])].join(', ')
}
