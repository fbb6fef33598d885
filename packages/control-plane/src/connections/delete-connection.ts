import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { connections } from '../db/schema/connections.ts'
import { findConnection } from './find-connection.ts'
import { viewConnection } from './internal/view-connection.ts'
import { Connection, ConnectionRef } from './schemas.ts'

export const deleteConnection = action({
  name: 'connection.delete',
  summary: 'Delete a connection; the data stays, and workloads that were submitted keep what they were given',
  rest: { method: 'delete', path: '/projects/{project}/connections/{connection}' },
  allow: 'connection:write',
  input: ConnectionRef,
  output: Connection,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const { row, project } = await findConnection(ctx, tx.q, input, 'connection:write')
      await tx.q.delete(connections).where(eq(connections.id, row.id))
      const object = { kind: 'connection', id: row.id, name: row.name }
      await recordAudit(tx, ctx, 'connection.delete', object, { project: project.name, settings: row.settings })
      await tx.changed('connection', row.id)
      return viewConnection(row, project)
    }),
})
