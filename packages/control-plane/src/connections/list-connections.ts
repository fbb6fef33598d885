import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { connections } from '../db/schema/connections.ts'
import { findProject } from '../projects/find-project.ts'
import { viewConnection } from './internal/view-connection.ts'
import { Connection, ListConnections } from './schemas.ts'

export const listConnections = action({
  name: 'connection.list',
  summary: 'The connections of a project',
  rest: { method: 'get', path: '/projects/{project}/connections' },
  allow: 'connection:read',
  input: ListConnections,
  output: z.object({ items: z.array(Connection) }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const project = await findProject(ctx, q, input.project, 'connection:read')
      const rows = await q
        .select()
        .from(connections)
        .where(eq(connections.projectId, project.id))
        .orderBy(asc(connections.name))
      return { items: rows.map((row) => viewConnection(row, project)) }
    }),
})
