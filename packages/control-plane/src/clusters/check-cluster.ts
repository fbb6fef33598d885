import { CheckLine } from '@fairlead/protocol'
import { z } from 'zod'
import { askAgent } from '../agent-link/ask-agent.ts'
import { action } from '../app/action.ts'
import { recordAudit } from '../audit/record.ts'
import { AppError } from '../lib/app-error.ts'
import { findCluster } from './find-cluster.ts'
import { CheckCluster, ClusterCheck } from './schemas.ts'

export const checkCluster = action({
  name: 'cluster.check',
  summary: "Run the agent's self-test and answer its lines, each with its fix",
  rest: { method: 'post', path: '/clusters/{cluster}/check' },
  allow: 'cluster:read',
  input: CheckCluster,
  output: ClusterCheck,
  run: async (ctx, input) => {
    const { output, message, at } = await askAgent(ctx, async (tx) => {
      const { id, name } = await findCluster(tx.q, input.cluster)
      const args = input.network ? { network: true } : {}
      await recordAudit(tx, ctx, 'cluster.check', { kind: 'cluster', id, name }, args)
      return { clusterId: id, verb: 'check', args }
    })
    const lines = z.array(CheckLine).safeParse(output)
    if (!lines.success) throw new AppError('UNAVAILABLE', `the agent did not check itself: ${message}`)
    return {
      at: at.toISOString(),
      lines: lines.data.map(({ name, ok, detail, fix }) => ({ name, ok, detail, fix: fix ?? null })),
    }
  },
})
