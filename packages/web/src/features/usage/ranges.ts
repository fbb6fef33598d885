/** How far back graphs look, and how fine they are then. */
export const RANGES = {
  '1h': { label: '1 h', seconds: 3600, stepSeconds: 15 },
  '6h': { label: '6 h', seconds: 21_600, stepSeconds: 60 },
  '24h': { label: '24 h', seconds: 86_400, stepSeconds: 300 },
  '7d': { label: '7 d', seconds: 604_800, stepSeconds: 1800 },
} as const
export type RangeName = keyof typeof RANGES
export const RANGE_NAMES = Object.keys(RANGES) as RangeName[]

export const METRICS = ['gpu', 'gpuMemory', 'cpu', 'memory'] as const
export type Metric = (typeof METRICS)[number]
export const METRIC_TITLES: Record<Metric, string> = {
  gpu: 'GPU use',
  gpuMemory: 'GPU memory, GiB',
  cpu: 'CPU, cores',
  memory: 'Memory, GiB',
}
