/** What `fairlead replay` was asked for. Durations are in milliseconds. */
export interface ReplayOptions {
  nodes?: string
  skip: number
  limit?: number
  sample?: number
  seed: number
  speed?: number
  duration?: number
  maxRuntime?: number | 'none'
  clusters: number
  gpusPerNode: number
  nodesPerCluster?: number
  load: number
  useClusters?: string[]
  pool?: string
  projectPrefix?: string
  timeout?: number
  keep?: boolean
}
