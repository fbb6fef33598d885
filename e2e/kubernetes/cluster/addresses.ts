import type { RealNodeRecord, RigNetwork } from './rig-record.ts'

/** The plan of addresses of a cluster with real nodes. Everything lies in 10.SECOND.0.0/16, so that several clusters do not meet. */
export const addresses = {
  /** Of the host on the bridge: where the API, names and registries of a cluster answer. */
  host: ({ second }: RigNetwork) => `10.${second}.255.1`,
  node: ({ second }: RigNetwork, { index }: Pick<RealNodeRecord, 'index'>) => `10.${second}.255.${10 + index}`,
  pods: ({ second }: RigNetwork, { index }: Pick<RealNodeRecord, 'index'>) => `10.${second}.${index}.0/24`,
  allPods: ({ second }: RigNetwork) => `10.${second}.0.0/17`,
  services: ({ second }: RigNetwork) => `10.${second}.128.0/20`,
  /** The first of the Services: the API, as programs inside the cluster find it. */
  apiService: ({ second }: RigNetwork) => `10.${second}.128.1`,
} as const

/** The range of Services of a cluster without real nodes, where nobody ever calls one. */
export const UNUSED_SERVICES = { range: '10.96.0.0/16', api: '10.96.0.1' } as const
