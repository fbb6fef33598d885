import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { connections } from '../db/schema/connections.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { findProject } from '../projects/find-project.ts'
import { checkSettings } from './internal/check-settings.ts'
import { viewConnection } from './internal/view-connection.ts'
import { Connection, CreateConnection } from './schemas.ts'

export const createConnection = action({
  name: 'connection.create',
  summary: 'Make a connection: data or a service that workloads of a project use by name',
  rest: { method: 'post', path: '/projects/{project}/connections', status: 201 },
  allow: 'connection:write',
  input: CreateConnection,
  output: Connection,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const project = await findProject(ctx, tx.q, input.project, 'connection:write')
      const { name, type, description, settings, secret, mountPath, readOnly } = input
      checkSettings(type, settings)
      const [row] = await tx.q
        .insert(connections)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          projectId: project.id,
          name,
          type,
          description,
          settings,
          secret: secret ?? null,
          mountPath: mountPath ?? null,
          readOnly,
        })
        .onConflictDoNothing()
        .returning()
      if (!row) throw new AppError('CONFLICT', `the project "${project.name}" has a connection "${name}" already`)
      const object = { kind: 'connection', id: row.id, name }
      await recordAudit(tx, ctx, 'connection.create', object, { project: project.name, type, settings, secret })
      await tx.changed('connection', row.id)
      return viewConnection(row, project)
    }),
})
