import { caConfigMap, pullSecret, secretObject } from '../../install/common-objects.ts'
import { namespaceObject } from '../../install/common-objects.ts'
import { ownLabels, type KubeObject, type Phase } from '../../install/kube-object.ts'
import { POSTGRESQL } from '../../install/postgresql-objects.ts'
import { imageReference } from '../../install/site-images.ts'
import { containerBasics } from '../../life/tool-objects.ts'
import type { Release } from '../../release/release.ts'
import type { Site } from '../../site/site.ts'

export const PROBE = 'fairlead-probe'

/** A pod whose installer was killed goes by itself. */
const LIFE_SECONDS = 600
const VOLUME = '/var/lib/fairlead-probe'
/** For the backend, which needs no more than a name, and where its database runs already what its volume is like: 50 small writes that have to reach the disk, and their median. */
const LOOK = `
const fs = require('node:fs')
const at = Date.now()
const volume = () => {
  const folder = process.env.FAIRLEAD_PROBE_VOLUME
  if (!folder) return undefined
  const file = folder + '/.fairlead-probe'
  const times = []
  try {
    const { bavail, blocks, bsize } = fs.statfsSync(folder)
    const found = { freeBytes: bavail * bsize, bytes: blocks * bsize }
    try {
      const open = fs.openSync(file, 'w', 0o600)
      while (times.length < 50) {
        const started = performance.now()
        fs.writeSync(open, Buffer.alloc(8192))
        fs.fsyncSync(open)
        times.push(performance.now() - started)
      }
      return { ...found, writeMs: times.sort((a, b) => a - b)[25] }
    } catch (error) {
      return error.code === 'ENOSPC' ? found : { error: error.message }
    }
  } catch (error) {
    return { error: error.message }
  } finally {
    fs.rmSync(file, { force: true })
  }
}
require('node:dns').lookup(process.env.FAIRLEAD_PROBE_NAME, (error, address) => {
  const name = error ? { error: error.message } : { address }
  fs.writeFileSync('/dev/termination-log', JSON.stringify({ architecture: process.arch, at, name, volume: volume() }))
})
`

export interface ProbePlace {
  phase: Phase
  site: Site
  release: Release
  namespace: string
  /** The namespace is there for the probe alone. */
  isOwnNamespace: boolean
  isOpenShift: boolean
  /** Shown to the control plane and not spent. */
  token: string | undefined
  clusterUid: string | undefined
  idleMs: number
  /** The volume of the bundled database, where that runs already, and the architecture of its node. */
  database: { claim: string; architecture: string } | undefined
}

/** What probes need around them, in the order in which it is made. All of it goes again. */
export function probeObjects(place: ProbePlace): KubeObject[] {
  const { phase, site, namespace, token } = place
  const rename = (object: KubeObject | undefined): KubeObject[] =>
    object === undefined ? [] : [{ ...object, metadata: { ...object.metadata, name: nameFor(object) } }]
  return [
    ...(place.isOwnNamespace ? [namespaceObject(phase, namespace, 'restricted')] : []),
    ...rename(pullSecret(phase, namespace, site)),
    ...rename(caConfigMap(phase, namespace, site)),
    ...(token === undefined ? [] : [secretObject(phase, namespace, `${PROBE}-token`, { token })]),
    // Where a namespace lets nothing out by default, the chart lets the agent out, and this lets the probe.
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: PROBE, namespace, labels: ownLabels(phase, 'probe') },
      spec: { podSelector: { matchLabels: ownLabels(phase, 'probe') }, policyTypes: ['Egress'], egress: [{}] },
    },
  ]
}

/** One pod, which looks and ends. It keeps to the level restricted, and has no right in the cluster. */
export function probePod(place: ProbePlace, architecture: string): KubeObject {
  const { phase, site, release, namespace, isOpenShift } = place
  const isBackend = phase === 'backend'
  const hasSecret = pullSecret(phase, namespace, site) !== undefined
  // A volume that one node has at a time is seen from that node alone.
  const claim = place.database?.architecture === architecture ? place.database.claim : undefined
  const mounts = [
    ...(place.token === undefined ? [] : [{ name: 'token', secret: { secretName: `${PROBE}-token` } }]),
    ...(site.ca.length === 0 ? [] : [{ name: 'ca', configMap: { name: `${PROBE}-ca` } }]),
  ]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${PROBE}-${architecture}`, namespace, labels: ownLabels(phase, 'probe') },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      activeDeadlineSeconds: LIFE_SECONDS,
      terminationGracePeriodSeconds: 1,
      nodeSelector: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': architecture },
      ...(hasSecret ? { imagePullSecrets: [{ name: `${PROBE}-registry` }] } : {}),
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
        // OpenShift gives them from the range of the namespace, and refuses others.
        ...(isOpenShift ? {} : { runAsUser: 65_532, runAsGroup: 65_532 }),
        // As the database has it.
        ...(isOpenShift || claim === undefined ? {} : { fsGroup: 65_532, fsGroupChangePolicy: 'OnRootMismatch' }),
      },
      ...(claim === undefined ? {} : { affinity: besideDatabase() }),
      containers: [
        {
          name: 'probe',
          image: imageReference(site.registry, release, isBackend ? 'control-plane' : 'agent'),
          ...containerBasics(),
          // What a node has from before would hide that it can pull no more.
          imagePullPolicy: 'Always',
          resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
          command: isBackend
            ? ['/usr/local/bin/node', '--eval', LOOK]
            : ['/usr/local/bin/node', '/app/dist/server/probe.js'],
          env: isBackend
            ? [
                { name: 'FAIRLEAD_PROBE_NAME', value: site.backend?.domain ?? '' },
                ...(claim === undefined ? [] : [{ name: 'FAIRLEAD_PROBE_VOLUME', value: VOLUME }]),
              ]
            : linkEnv(place),
          volumeMounts: [
            ...mounts.map(({ name }) => ({ name, mountPath: `/etc/fairlead/${name}`, readOnly: true })),
            ...(claim === undefined ? [] : [{ name: 'database', mountPath: VOLUME }]),
          ],
        },
      ],
      volumes: [
        ...mounts,
        ...(claim === undefined ? [] : [{ name: 'database', persistentVolumeClaim: { claimName: claim } }]),
      ],
    },
  }
}

function besideDatabase(): object {
  const labelSelector = { matchLabels: { 'app.kubernetes.io/name': POSTGRESQL } }
  const required = [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }]
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } }
}

/** As the chart of the agent has it. */
function linkEnv({ site, token, clusterUid, idleMs }: ProbePlace): { name: string; value: string }[] {
  const { controlPlane = '', proxy } = site.cluster ?? {}
  const own = '$(KUBERNETES_SERVICE_HOST),.svc,.cluster.local,localhost,127.0.0.1'
  return Object.entries({
    FAIRLEAD_PROBE_URL: controlPlane,
    FAIRLEAD_PROBE_IDLE_MS: String(idleMs),
    ...(clusterUid === undefined ? {} : { FAIRLEAD_PROBE_CLUSTER_UID: clusterUid }),
    ...(token === undefined ? {} : { FAIRLEAD_PROBE_TOKEN_FILE: '/etc/fairlead/token/token' }),
    ...(site.ca.length === 0 ? {} : { FAIRLEAD_AGENT_CA_FILE: '/etc/fairlead/ca/ca.crt' }),
    ...(proxy === undefined ? {} : { HTTPS_PROXY: proxy.url, NO_PROXY: [own, ...proxy.except].join(',') }),
  }).map(([name, value]) => ({ name, value }))
}

/** Names of their own, so that nothing of an installation is touched. */
function nameFor({ kind }: KubeObject): string {
  return kind === 'ConfigMap' ? `${PROBE}-ca` : `${PROBE}-registry`
}
