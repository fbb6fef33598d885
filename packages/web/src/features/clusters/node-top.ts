import { trpc } from '../../lib/trpc.ts'

const EVERY_MS = 15_000

/** How busy each node is, as last measured. */
export const nodeTopOptions = trpc.metrics.top.queryOptions({ by: 'node' }, { refetchInterval: EVERY_MS })
