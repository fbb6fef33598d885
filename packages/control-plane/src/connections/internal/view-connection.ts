import type { connections } from '../../db/schema/connections.ts'
import type { Connection } from '../schemas.ts'

/** A connection as the API answers it. */
export function viewConnection(
  row: typeof connections.$inferSelect,
  project: { id: string; name: string },
): Connection {
  const { id, name, type, description, settings, secret, mountPath, readOnly, createdAt, updatedAt } = row
  return {
    id,
    name,
    project: { id: project.id, name: project.name },
    type,
    description,
    settings,
    secret,
    mountPath,
    readOnly,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
