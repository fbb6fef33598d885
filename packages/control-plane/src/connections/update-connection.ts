import { eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { connections } from '../db/schema/connections.ts'
import { must } from '../lib/invariant.ts'
import { findConnection } from './find-connection.ts'
import { checkSettings } from './internal/check-settings.ts'
import { viewConnection } from './internal/view-connection.ts'
import { Connection, UpdateConnection } from './schemas.ts'

export const updateConnection = action({
  name: 'connection.update',
  summary: 'Change a connection; workloads that were submitted keep what they were given',
  rest: { method: 'patch', path: '/projects/{project}/connections/{connection}' },
  allow: 'connection:write',
  input: UpdateConnection,
  output: Connection,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const { row: before, project } = await findConnection(ctx, tx.q, input, 'connection:write')
      if (input.settings) checkSettings(before.type, input.settings)
      const { id, name, description, settings, secret, mountPath, readOnly } = before
      const after = {
        description: input.description ?? description,
        settings: input.settings ?? settings,
        secret: input.secret === undefined ? secret : input.secret,
        mountPath: input.mountPath === undefined ? mountPath : input.mountPath,
        readOnly: input.readOnly ?? readOnly,
      }
      const [row] = await tx.q
        .update(connections)
        .set({ ...after, updatedAt: sql`now()` })
        .where(eq(connections.id, id))
        .returning()
      await recordAudit(
        tx,
        ctx,
        'connection.update',
        { kind: 'connection', id, name },
        { project: project.name, before: { description, settings, secret, mountPath, readOnly }, after },
      )
      await tx.changed('connection', id)
      return viewConnection(must(row, 'the connection was found in this transaction'), project)
    }),
})
