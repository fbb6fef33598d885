import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { AppError } from '../lib/app-error.ts'
import { findCluster } from './find-cluster.ts'
import { newJoinToken } from './internal/new-join-token.ts'
import { JoinToken, NewJoinToken } from './schemas.ts'

export const createJoinToken = action({
  name: 'cluster.join-token',
  summary: 'Make a new join token; an unused older one ends',
  rest: { method: 'post', path: '/clusters/{cluster}/join-token', status: 201 },
  allow: 'cluster:write',
  input: NewJoinToken,
  output: JoinToken,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const cluster = await findCluster(tx.q, input.cluster)
      if (cluster.state === 'revoked') throw new AppError('CONFLICT', `the cluster "${cluster.name}" is revoked`)
      const join = await newJoinToken(ctx, tx, cluster.id, input.tokenTtl)
      const object = { kind: 'cluster', id: cluster.id, name: cluster.name }
      await recordAudit(tx, ctx, 'cluster.join-token', object, { expiresAt: join.expiresAt })
      return join
    })
  },
})
