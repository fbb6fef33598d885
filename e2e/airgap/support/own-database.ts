import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../../tools/processes/child.ts'
import type { OfflineSite } from './offline-site.ts'

const NAMESPACE = 'databases'
const PORT = 25_432
const PASSWORD = 'not-a-secret'

/**
 * A PostgreSQL that belongs to the site: nobody but its owner looks after it, it has an address of its own, and a certificate of the authority of the site. Writes `own.url` and `own.yaml`, which is
 * `site.yaml` with that database, into the folder of the administrator.
 */
export async function startOwnDatabase(site: OfflineSite, image: string): Promise<void> {
  const { core } = site.cluster.client
  const { certificate, key } = await site.issue('database', [site.address])
  await core.createNamespace({ body: { metadata: { name: NAMESPACE } } })
  const secret = async (name: string, stringData: Record<string, string>, type?: string) =>
    await core.createNamespacedSecret({
      namespace: NAMESPACE,
      body: { metadata: { name }, stringData, ...(type === undefined ? {} : { type }) },
    })
  await secret('files', { 'tls.crt': certificate, 'tls.key': key, password: PASSWORD })
  const auth = readFileSync(join(site.home, 'auth.json'), 'utf8')
  await secret('pull', { '.dockerconfigjson': auth }, 'kubernetes.io/dockerconfigjson')
  const settings = [`port=${PORT}`, 'ssl=on', 'ssl_cert_file=/files/tls.crt', 'ssl_key_file=/files/tls.key']
  const folders = ['/var/lib/postgresql', '/run/postgresql', '/tmp', '/dev/shm']
  await core.createNamespacedPod({
    namespace: NAMESPACE,
    body: {
      metadata: { name: 'postgresql' },
      spec: {
        hostNetwork: true,
        imagePullSecrets: [{ name: 'pull' }],
        securityContext: { runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 },
        containers: [
          {
            name: 'postgresql',
            image,
            args: settings.flatMap((setting) => ['-c', setting]),
            env: [{ name: 'FAIRLEAD_PG_PASSWORD_FILE', value: '/files/password' }],
            readinessProbe: {
              exec: { command: ['pg_isready', '--host=127.0.0.1', `--port=${PORT}`, '--quiet'] },
              periodSeconds: 1,
            },
            volumeMounts: [
              { name: 'files', mountPath: '/files', readOnly: true },
              ...folders.map((mountPath, at) => ({ name: `folder-${at}`, mountPath })),
            ],
          },
        ],
        volumes: [
          { name: 'files', secret: { secretName: 'files', defaultMode: 0o640 } },
          ...folders.map((_, at) => ({ name: `folder-${at}`, emptyDir: {} })),
        ],
      },
    },
  })
  await until(
    'the database of the site is ready',
    async () => {
      const { status } = await core.readNamespacedPod({ name: 'postgresql', namespace: NAMESPACE })
      return status?.containerStatuses?.[0]?.ready === true ? true : undefined
    },
    120_000,
  )
  const url = `postgres://fairlead:${PASSWORD}@${site.address}:${PORT}/fairlead?sslmode=verify-full`
  writeFileSync(join(site.home, 'own.url'), `${url}\n`, { mode: 0o600 })
  const text = readFileSync(join(site.home, 'site.yaml'), 'utf8')
  writeFileSync(
    join(site.home, 'own.yaml'),
    text.replace(/ {2}database:\n {4}bundled:\n( {6}.*\n)*/, '  database: { external: { urlFile: own.url } }\n'),
  )
}
