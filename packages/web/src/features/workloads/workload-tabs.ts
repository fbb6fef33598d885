export const WORKLOAD_TABS = ['status', 'runs', 'usage', 'logs', 'spec'] as const
export type WorkloadTab = (typeof WORKLOAD_TABS)[number]
