import type { Release } from '../release/release.ts'
import type { BackendSite, Site } from '../site/site.ts'
import { PULL_SECRET } from './common-objects.ts'
import { ownLabels, type KubeObject } from './kube-object.ts'
import { imageReference } from './site-images.ts'

export const POSTGRESQL = 'fairlead-postgresql'
/** The password that the bundled database is being given. */
export const NEXT_PASSWORD_SECRET = `${POSTGRESQL}-next`
export const DATABASE_SECRET = 'fairlead-database'
const OWNER = 'fairlead'
const HOME = '/var/lib/postgresql'
const PORT = 5432
const SELECTOR = { 'app.kubernetes.io/name': POSTGRESQL }

/** The address of the bundled database for the control plane. */
export function bundledDatabaseUrl(namespace: string, password: string): string {
  return `postgres://${OWNER}:${password}@${POSTGRESQL}.${namespace}.svc:${PORT}/fairlead`
}

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
            containers: [serverContainer(site, release)],
            volumes: [
              { name: 'password', secret: { secretName: POSTGRESQL } },
              { name: 'run', emptyDir: { sizeLimit: '16Mi' } },
              { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
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

/** Of one image and nothing of another release, so that a new one of the control plane does not restart the database. */
function serverContainer(site: Site, release: Release) {
  return {
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    name: 'postgresql',
    image: imageReference(site.registry, release, 'postgresql'),
    args: ['-c', 'max_connections=200'],
    env: [{ name: 'FAIRLEAD_PG_PASSWORD_FILE', value: '/etc/fairlead/password/password' }],
    ports: [{ name: 'postgresql', containerPort: PORT }],
    readinessProbe: {
      exec: { command: ['pg_isready', '--host=127.0.0.1', '--quiet'] },
      periodSeconds: 3,
      timeoutSeconds: 3,
      failureThreshold: 3,
    },
    livenessProbe: { tcpSocket: { port: PORT }, initialDelaySeconds: 60, periodSeconds: 10, failureThreshold: 6 },
    volumeMounts: [
      { name: 'data', mountPath: HOME },
      { name: 'password', mountPath: '/etc/fairlead/password', readOnly: true },
      { name: 'run', mountPath: '/run/postgresql' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'shm', mountPath: '/dev/shm' },
    ],
  }
}
