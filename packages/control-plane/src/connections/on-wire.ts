import type { Connection } from '@fairlead/protocol'
import type { ConnectionRow } from './find-connection.ts'

/** Types that appear as files, and so need a place where. */
const IS_FILES: Record<ConnectionRow['type'], boolean> = { s3: false, uri: false, pvc: true, git: true }

/** A connection as agents get it, with what one workload says of its own use: that may be stricter, never looser. */
export function onWire(
  row: ConnectionRow,
  use: { mountPath?: string | undefined; readOnly?: boolean | undefined } = {},
): Connection {
  const mountPath = use.mountPath ?? row.mountPath ?? (IS_FILES[row.type] ? `/connections/${row.name}` : undefined)
  return {
    name: row.name,
    type: row.type,
    settings: row.settings,
    readOnly: row.readOnly || (use.readOnly ?? false),
    ...(row.secret === null ? {} : { secret: row.secret }),
    ...(mountPath === undefined ? {} : { mountPath }),
  }
}
