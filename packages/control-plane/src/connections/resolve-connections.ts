import type { Connection } from '@fairlead/protocol'
import { and, eq, inArray } from 'drizzle-orm'
import type { DrizzleTx } from '../db/connect.ts'
import { connections } from '../db/schema/connections.ts'
import { AppError, type Issue } from '../lib/app-error.ts'
import { onWire } from './on-wire.ts'

/** How a workload uses a connection of its project. `path` is where the request says so. */
export interface ConnectionUse {
  name: string
  path: string
  /** It must be of this type. */
  type?: Connection['type']
  mountPath?: string | undefined
  readOnly?: boolean | undefined
}

/** Connections as agents get them, each once. Throws VALIDATION for names that the project does not have. */
export async function resolveConnections(
  q: DrizzleTx,
  project: { id: string; name: string },
  uses: readonly ConnectionUse[],
): Promise<Connection[]> {
  if (uses.length === 0) return []
  const names = [...new Set(uses.map(({ name }) => name))]
  const rows = await q
    .select()
    .from(connections)
    .where(and(eq(connections.projectId, project.id), inArray(connections.name, names)))
  const byName = new Map(rows.map((row) => [row.name, row]))
  const issues: Issue[] = uses.flatMap(({ name, path, type }) => {
    const row = byName.get(name)
    if (!row) return [{ path, message: `the project "${project.name}" has no connection "${name}"` }]
    if (type === undefined || row.type === type) return []
    return [{ path, message: `the connection "${name}" is of type ${row.type}; a ${type} connection is needed` }]
  })
  const [first] = issues
  if (first) {
    throw new AppError('VALIDATION', first.message, {
      hint: `see what there is with: fairlead connection ls --project ${project.name}`,
      issues,
    })
  }
  return names.flatMap((name) => {
    const row = byName.get(name)
    return row
      ? [
          onWire(
            row,
            uses.find((use) => use.name === name),
          ),
        ]
      : []
  })
}
