import { formatNumber } from '../../lib/format/numbers.ts'

export const METRICS = ['gpu', 'gpuMemory', 'cpu', 'memory'] as const
export type Metric = (typeof METRICS)[number]
export const METRIC_TITLES: Record<Metric, string> = {
  gpu: 'GPU use',
  gpuMemory: 'GPU memory, GiB',
  cpu: 'CPU, cores',
  memory: 'Memory, GiB',
}
/** A value of the axis as it is read. */
export const METRIC_FORMATS: Record<Metric, (value: number) => string> = {
  gpu: (value) => `${formatNumber(value)} %`,
  gpuMemory: inFew,
  cpu: inFew,
  memory: inFew,
}
/** From what the API counts to what the axis shows. */
export const METRIC_DIVISORS: Record<Metric, number> = { gpu: 1, gpuMemory: 1024, cpu: 1000, memory: 1024 }

function inFew(value: number): string {
  return formatNumber(value, value < 10 ? 2 : value < 100 ? 1 : 0)
}
