import type { Connection } from '@fairlead/protocol'
import type { ConnectionRow } from './find-connection.ts'

/** A connection as agents get it, with what one workload says of its own use: that may be stricter, never looser. */
export function onWire(
  row: ConnectionRow,
  use: { mountPath?: string | undefined; readOnly?: boolean | undefined } = {},
): Connection {
  const mountPath = use.mountPath ?? row.mountPath ?? undefined
  return {
    name: row.name,
    type: row.type,
    settings: row.settings,
    readOnly: row.readOnly || (use.readOnly ?? false),
    ...(row.secret === null ? {} : { secret: row.secret }),
    ...(mountPath === undefined ? {} : { mountPath }),
  }
}
