import { join } from 'node:path'
import { debianLibraries } from '../debian/debian-libraries.ts'
import { ensurePackages } from '../debian/ensure-packages.ts'
import { POSTGRESQL_PACKAGES } from '../debian/package-names.ts'
import type { LayerSource } from '../oci/layer-entries.ts'
import type { Architecture } from '../release/release.ts'

/** Where Debian has the programs of its PostgreSQL. */
export const POSTGRESQL_HOME = '/usr/lib/postgresql/15'

/**
 * `pg_dump` and `pg_restore` with their libraries, for backups. One layer, the same bytes in the image of the control plane and in that of PostgreSQL, so that a bundle has it
 * once.
 */
export async function databaseClient(architecture: Architecture): Promise<LayerSource[]> {
  const packages = await ensurePackages(architecture, POSTGRESQL_PACKAGES)
  const client = packages.find(({ name }) => name === 'postgresql-client-15')!.folder
  const programs = ['pg_dump', 'pg_restore'].map((name) => join(client, POSTGRESQL_HOME, 'bin', name))
  return [
    ...debianLibraries(architecture, programs, packages),
    ...programs.map((from) => ({ from, to: from.slice(client.length) })),
  ]
}
