export const METRICS = ['gpu', 'gpuMemory', 'cpu', 'memory'] as const
export type Metric = (typeof METRICS)[number]
export const METRIC_TITLES: Record<Metric, string> = {
  gpu: 'GPU use',
  gpuMemory: 'GPU memory, GiB',
  cpu: 'CPU, cores',
  memory: 'Memory, GiB',
}
