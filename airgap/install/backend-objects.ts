import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Release } from '../release/release.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import type { BackendSite, Site } from '../site/site.ts'
import { caConfigMap, pullSecret, secretObject } from './common-objects.ts'
import { orUndefined, type Kube } from './kube.ts'
import type { KubeObject } from './kube-object.ts'
import { requireNoRotation } from './require-no-rotation.ts'
import {
  bundledDatabaseUrl,
  DATABASE_SECRET,
  NEXT_PASSWORD_SECRET,
  POSTGRESQL,
  postgresqlObjects,
} from './postgresql-objects.ts'
import { LICENCE_KEYS, LICENCE_SECRET, TLS_SECRET, type DatabasePlace } from './values.ts'

/** What the control plane needs beside its chart, in the order in which it is made. The namespace is not in it. */
export function backendObjects(
  site: Site,
  backend: BackendSite,
  release: Release,
  options: { isOpenShift: boolean; databasePassword: string },
): KubeObject[] {
  const { namespace, database, tls, licence } = backend
  const { databasePassword, isOpenShift } = options
  const isBundled = database.bundled !== undefined
  const url = isBundled ? bundledDatabaseUrl(namespace, databasePassword) : readDatabaseUrl(backend)
  const secret = (name: string, values: Record<string, string>, type?: string) =>
    secretObject('backend', namespace, name, values, type)
  return [
    pullSecret('backend', namespace, site),
    caConfigMap('backend', namespace, site),
    isBundled ? secret(POSTGRESQL, { password: databasePassword }) : undefined,
    secret(DATABASE_SECRET, { DATABASE_URL: url }),
    tls === undefined
      ? undefined
      : secret(
          TLS_SECRET,
          { 'tls.crt': readFileSync(tls.certFile, 'utf8'), 'tls.key': readFileSync(tls.keyFile, 'utf8') },
          'kubernetes.io/tls',
        ),
    licence === undefined
      ? undefined
      : secret(LICENCE_SECRET, {
          [LICENCE_KEYS.licence]: readFileSync(licence.file, 'utf8'),
          [LICENCE_KEYS.keys]: readFileSync(licence.keysFile, 'utf8'),
        }),
    ...postgresqlObjects(site, backend, release, isOpenShift),
  ].filter((object) => object !== undefined)
}

/** The URL of the site's own database. Throws with exit class `usage` for a file that holds none. */
export function readDatabaseUrl({ database }: { database: Pick<BackendSite['database'], 'external'> }): string {
  const file = database.external?.urlFile
  const url = file === undefined ? '' : readFileSync(file, 'utf8').trim()
  if (!/^postgres(ql)?:\/\/[^@\s]+@[^/\s]+\/\S+$/.test(url))
    throw new AirgapError('usage', `${file} holds no URL of a database`, {
      hint: 'write one line such as postgres://owner:password@host:5432/fairlead?sslmode=verify-full',
    })
  return url
}

/** Where the database is. */
export function databasePlace(backend: BackendSite): DatabasePlace {
  if (backend.database.bundled !== undefined) return { port: 5432, url: undefined }
  const url = readDatabaseUrl(backend)
  return { port: Number(new URL(url).port || 5432), url }
}

/** Where the database listens. */
export function databasePort(backend: BackendSite): number {
  return databasePlace(backend).port
}

/** The password of the bundled database: the one that is there, or a new one that nobody has seen. Throws with exit class `preflight` while it is being changed. */
export async function databasePassword(kube: Kube, { namespace }: BackendSite): Promise<string> {
  const next = await orUndefined(kube.core.readNamespacedSecret({ name: NEXT_PASSWORD_SECRET, namespace }))
  requireNoRotation(next !== undefined)
  const found = await orUndefined(kube.core.readNamespacedSecret({ name: POSTGRESQL, namespace }))
  const kept = found?.data?.['password']
  return kept === undefined ? randomBytes(24).toString('hex') : Buffer.from(kept, 'base64').toString()
}
