import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { organizations } from '../db/schema/organizations.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { takeAway } from './internal/take-away.ts'
import { DemoRemoved, RemoveDemo } from './schemas.ts'

export const removeDemo = action({
  name: 'demo.remove',
  summary: 'Take a demo away: its clusters, people, projects and all their work; audit entries stay',
  rest: { method: 'delete', path: '/demo' },
  allow: 'cluster:write',
  input: RemoveDemo,
  output: DemoRemoved,
  run: async (ctx) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const removed = await takeAway(tx)
      if (removed.clusters === 0) {
        throw new AppError('NOT_FOUND', 'there is no demo in this organization', {
          hint: 'make one with: fairlead demo seed',
        })
      }
      const [organization] = await tx.q.select().from(organizations)
      const { id, name } = must(organization, 'a request belongs to an organization')
      await recordAudit(tx, ctx, 'demo.remove', { kind: 'organization', id, name }, { ...removed })
      return removed
    })
  },
})
