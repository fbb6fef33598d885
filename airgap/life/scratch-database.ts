import { secretObject } from '../install/common-objects.ts'
import type { KubeObject } from '../install/kube-object.ts'
import { imageReference } from '../install/site-images.ts'
import { containerBasics, type ToolPlace } from './tool-objects.ts'

export const SCRATCH_SECRET = 'fairlead-backup-scratch'
const HOME = '/var/lib/postgresql'

/** Password and address of a database that lives and dies with a pod for backups. */
export function scratchSecret(namespace: string, password: string): KubeObject {
  return secretObject('backend', namespace, SCRATCH_SECRET, {
    password,
    url: `postgres://fairlead:${password}@127.0.0.1:5433/fairlead`,
  })
}

/** A PostgreSQL beside the tools, out of reach for anything but its own pod: backups are restored into it to see that they can be. Nothing in it lasts, so nothing waits for a disk. */
export function scratchDatabase({ site, release }: ToolPlace): { container: object; volumes: object[]; env: object[] } {
  const settings = ['listen_addresses=127.0.0.1', 'port=5433', 'fsync=off', 'full_page_writes=off', 'max_wal_size=4GB']
  return {
    container: {
      name: 'scratch',
      image: imageReference(site.registry, release, 'postgresql'),
      ...containerBasics(),
      args: settings.flatMap((setting) => ['-c', setting]),
      env: [{ name: 'FAIRLEAD_PG_PASSWORD_FILE', value: '/etc/fairlead/password/password' }],
      readinessProbe: {
        exec: { command: ['pg_isready', '--host=127.0.0.1', '--port=5433', '--quiet'] },
        periodSeconds: 1,
        timeoutSeconds: 3,
      },
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
      volumeMounts: [
        { name: 'scratch', mountPath: HOME },
        { name: 'scratch-password', mountPath: '/etc/fairlead/password', readOnly: true },
        { name: 'scratch-run', mountPath: '/run/postgresql' },
        { name: 'scratch-tmp', mountPath: '/tmp' },
        { name: 'scratch-shm', mountPath: '/dev/shm' },
      ],
    },
    volumes: [
      { name: 'scratch', emptyDir: {} },
      {
        name: 'scratch-password',
        secret: { secretName: SCRATCH_SECRET, items: [{ key: 'password', path: 'password' }] },
      },
      { name: 'scratch-run', emptyDir: { sizeLimit: '16Mi' } },
      { name: 'scratch-tmp', emptyDir: { sizeLimit: '256Mi' } },
      { name: 'scratch-shm', emptyDir: { medium: 'Memory', sizeLimit: '128Mi' } },
    ],
    env: [
      {
        name: 'FAIRLEAD_SCRATCH_DATABASE_URL',
        valueFrom: { secretKeyRef: { name: SCRATCH_SECRET, key: 'url' } },
      },
    ],
  }
}
