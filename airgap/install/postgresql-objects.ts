import type { Release } from '../release/release.ts'
import type { BackendSite, Site } from '../site/site.ts'
import { PULL_SECRET } from './common-objects.ts'
import { ownLabels, type KubeObject } from './kube-object.ts'
import { imageReference } from './site-images.ts'

export const POSTGRESQL = 'fairlead-postgresql'
export const DATABASE_SECRET = 'fairlead-database'
/** As in an embedded database: owner of everything in it, and no superuser. */
const OWNER = 'fairlead_owner'
const HOME = '/var/lib/fairlead'
const PORT = 5432
const SELECTOR = { 'app.kubernetes.io/name': POSTGRESQL }

/** The address of the bundled database for the control plane. */
export function bundledDatabaseUrl(namespace: string, password: string): string {
  return `postgres://${OWNER}:${password}@${POSTGRESQL}.${namespace}.svc:${PORT}/fairlead`
}

/** `initdb` refuses a user that the system does not know, and OpenShift chooses one that no image can know. Also takes what a broken first start left behind. */
const BEFORE = `
const { writeFileSync, rmSync } = require('node:fs')
const line = (name) => name + ':x:' + process.getuid() + ':' + process.getgid() + '::/tmp:/bin/sh\\n'
writeFileSync('/run/names/passwd', line('postgres'))
writeFileSync('/run/names/password', process.env.PASSWORD + '\\n', { mode: 0o600 })
rmSync('${HOME}/data.new', { recursive: true, force: true })`

/** Made under another name, so that what has its final name is whole. */
const INITIALISE = [
  'set -e',
  `[ -d ${HOME}/data ] && exit 0`,
  `initdb -D ${HOME}/data.new -U postgres --pwfile=/run/names/password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums`,
  'read -r password < /run/names/password',
  `printf "CREATE ROLE ${OWNER} LOGIN CREATEROLE PASSWORD '%s'\\nCREATE DATABASE fairlead OWNER ${OWNER}\\n" "$password" |`,
  `  postgres --single -D ${HOME}/data.new postgres`,
].join('\n')

const AFTER = `
const { existsSync, renameSync, writeFileSync, rmSync } = require('node:fs')
rmSync('/run/names/password', { force: true })
if (!existsSync('${HOME}/data')) {
  renameSync('${HOME}/data.new', '${HOME}/data')
}
writeFileSync('${HOME}/data/pg_hba.conf', 'local all all scram-sha-256\\nhost all postgres all reject\\nhost all all all scram-sha-256\\n')`

/**
 * One PostgreSQL in the namespace of the control plane: what a site without a database of its own gets. It runs under any user, writes to its volume alone, and its
 * first start may be broken off at any point. The password is in a Secret that is made once.
 */
export function postgresqlObjects(
  site: Site,
  backend: BackendSite,
  release: Release,
  isOpenShift: boolean,
): KubeObject[] {
  const { namespace, database } = backend
  const bundled = database.bundled
  if (bundled === undefined) return []
  const labels = { ...ownLabels('backend', 'postgresql'), ...SELECTOR }
  const metadata = { name: POSTGRESQL, namespace, labels }
  const container = containers(site, release)
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { clusterIP: 'None', selector: SELECTOR, ports: [{ name: 'postgresql', port: PORT, targetPort: PORT }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: SELECTOR },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'fairlead' } } }],
            ports: [{ port: PORT, protocol: 'TCP' }],
          },
        ],
        egress: [],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: {
        replicas: 1,
        serviceName: POSTGRESQL,
        selector: { matchLabels: SELECTOR },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            ...(site.registry.authFile === undefined && site.registry.pullAuthFile === undefined
              ? {}
              : { imagePullSecrets: [{ name: PULL_SECRET }] }),
            securityContext: {
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
              // OpenShift gives both from the range of the namespace, and refuses others.
              ...(isOpenShift
                ? {}
                : { runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532, fsGroupChangePolicy: 'OnRootMismatch' }),
            },
            terminationGracePeriodSeconds: 60,
            initContainers: [container.node('prepare', BEFORE), container.initialise, container.node('finish', AFTER)],
            containers: [container.server],
            volumes: [
              { name: 'names', emptyDir: { sizeLimit: '1Mi' } },
              { name: 'run', emptyDir: { sizeLimit: '16Mi' } },
              { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '128Mi' } },
            ],
          },
        },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'data', labels: { ...SELECTOR, 'fairlead.dev/airgap-data': 'postgresql' } },
            spec: {
              accessModes: ['ReadWriteOnce'],
              ...(bundled.storageClass === undefined ? {} : { storageClassName: bundled.storageClass }),
              resources: { requests: { storage: bundled.size } },
            },
          },
        ],
      },
    },
  ]
}

function containers(site: Site, release: Release) {
  const image = imageReference(site.registry, release, 'postgresql')
  const common = {
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  }
  const path = { name: 'PATH', value: '/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin' }
  const data = { name: 'data', mountPath: HOME }
  const names = { name: 'names', mountPath: '/run/names' }
  const passwd = { name: 'names', mountPath: '/etc/passwd', subPath: 'passwd', readOnly: true }
  const run = { name: 'run', mountPath: '/tmp' }
  return {
    node: (name: string, script: string) => ({
      ...common,
      name,
      image: imageReference(site.registry, release, 'control-plane'),
      command: ['/usr/local/bin/node', '--eval', script],
      env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: POSTGRESQL, key: 'password' } } }],
      volumeMounts: [data, names],
    }),
    initialise: {
      ...common,
      name: 'initialise',
      image,
      command: ['/bin/sh', '-c', INITIALISE],
      env: [path],
      volumeMounts: [data, names, passwd, run],
    },
    server: {
      ...common,
      name: 'postgresql',
      image,
      command: [
        'postgres',
        '-D',
        `${HOME}/data`,
        ...[
          'listen_addresses=*',
          'unix_socket_directories=/tmp',
          'max_connections=200',
          'password_encryption=scram-sha-256',
        ].flatMap((setting) => ['-c', setting]),
      ],
      env: [path],
      ports: [{ name: 'postgresql', containerPort: PORT }],
      readinessProbe: { tcpSocket: { port: PORT }, periodSeconds: 3, failureThreshold: 3 },
      livenessProbe: { tcpSocket: { port: PORT }, initialDelaySeconds: 30, periodSeconds: 10, failureThreshold: 6 },
      // SIGINT: clients are told, and what they did is safe. SIGTERM would wait for them.
      volumeMounts: [data, passwd, run, { name: 'shm', mountPath: '/dev/shm' }],
    },
  }
}
