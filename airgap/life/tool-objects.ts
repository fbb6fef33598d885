import { CA_CONFIG_MAP, PULL_SECRET } from '../install/common-objects.ts'
import { ownLabels, type KubeObject } from '../install/kube-object.ts'
import { DATABASE_SECRET } from '../install/postgresql-objects.ts'
import { imageReference, loginOf } from '../install/site-images.ts'
import type { Release } from '../release/release.ts'
import type { BackendSite, Site } from '../site/site.ts'
import { siteFiles } from './site-files.ts'

export const TOOLS = 'fairlead-backup'
export const SITE_SECRET = 'fairlead-backup-site'
export const BACKUPS_CLAIM = 'fairlead-backups'
export const ADMIN = ['/usr/local/bin/node', '/app/dist/server/admin.js'] as const
/** Where the site's files lie in a pod for backups. */
export const SITE_FOLDER = '/etc/fairlead/site'
const COMPONENT = 'backup'

export interface ToolPlace {
  site: Site
  backend: BackendSite
  release: Release
  isOpenShift: boolean
  /** Where the database listens. */
  databasePort: number
}

/** What pods for backups need around them: the files of the site, and a way to names and the database and nowhere else. */
export function toolObjects({ site, backend, release, databasePort }: ToolPlace): KubeObject[] {
  const { namespace } = backend
  const labels = ownLabels('backend', COMPONENT)
  const files = Object.entries(siteFiles(site, release)).map(([name, bytes]) => [name, bytes.toString('base64')])
  const names = [53, 5353].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol })))
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: SITE_SECRET, namespace, labels },
      type: 'Opaque',
      data: Object.fromEntries(files) as Record<string, string>,
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: TOOLS, namespace, labels },
      spec: {
        podSelector: { matchLabels: podLabels() },
        policyTypes: ['Ingress', 'Egress'],
        egress: [{ ports: names }, { ports: [{ port: databasePort, protocol: 'TCP' }] }],
      },
    },
  ]
}

/** Labels of pods for backups; the name is the one that the policy of the database lets in. */
export function podLabels(): Record<string, string> {
  return {
    ...ownLabels('backend', COMPONENT),
    'app.kubernetes.io/name': 'fairlead',
    'app.kubernetes.io/instance': TOOLS,
  }
}

/** The part of a pod that every one for backups shares: it keeps to the strictest level, and holds no right in the cluster. */
export function toolPod(place: ToolPlace, container: object, more: { containers?: object[]; volumes?: object[] } = {}) {
  const { site, release, isOpenShift } = place
  const hasCa = site.ca.length > 0
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 5,
    ...(loginOf(site.registry, 'pull') === undefined ? {} : { imagePullSecrets: [{ name: PULL_SECRET }] }),
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      // OpenShift gives them from the range of the namespace, and refuses others.
      ...(isOpenShift ? {} : { runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 }),
    },
    containers: [
      {
        name: 'tools',
        image: imageReference(site.registry, release, 'control-plane'),
        ...containerBasics(),
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        ...container,
        env: [
          {
            name: 'DATABASE_URL',
            valueFrom: { secretKeyRef: { name: DATABASE_SECRET, key: 'DATABASE_URL' } },
          },
          ...(hasCa ? authorities(site) : []),
          ...('env' in container ? (container.env as object[]) : []),
        ],
        volumeMounts: [
          { name: 'site', mountPath: SITE_FOLDER, readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
          ...(hasCa ? [{ name: 'ca', mountPath: '/etc/fairlead/ca', readOnly: true }] : []),
          ...('volumeMounts' in container ? (container.volumeMounts as object[]) : []),
        ],
      },
      ...(more.containers ?? []),
    ],
    volumes: [
      { name: 'site', secret: { secretName: SITE_SECRET } },
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      ...(hasCa ? [{ name: 'ca', configMap: { name: CA_CONFIG_MAP } }] : []),
      ...(more.volumes ?? []),
    ],
  }
}

/** As the chart of the control plane has it: air-gapped, those of the site and no others. */
function authorities({ mode }: Site): { name: string; value: string }[] {
  const value = '/etc/fairlead/ca/ca.crt'
  if (mode !== 'airgapped') return [{ name: 'NODE_EXTRA_CA_CERTS', value }]
  return [
    { name: 'NODE_OPTIONS', value: '--use-openssl-ca' },
    { name: 'SSL_CERT_FILE', value },
  ]
}

/** What every container of ours says of its rights. */
export function containerBasics() {
  return {
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  }
}
