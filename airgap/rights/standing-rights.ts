import type { Phase } from '../install/kube-object.ts'
import type { Site } from '../site/site.ts'
import type { Right } from './right.ts'

type Rule = Omit<Right, 'namespace'>

const LOOKS = 'support-bundle has it in its file'
const REMOVES =
  'uninstall finds by its label what it has made, also with other settings than those of today, and removes it'

/** In the namespace of either phase. */
const OF_PHASE: readonly Rule[] = [
  {
    group: '',
    resource: 'secrets',
    verbs: ['get', 'list', 'create', 'update', 'patch', 'delete'],
    why: 'Helm keeps its releases in Secrets and finds them by their labels; passwords and logins are made, and read again before they are made anew',
  },
  {
    group: '',
    resource: 'configmaps',
    verbs: ['get', 'list', 'create', 'patch', 'delete'],
    why: 'what is installed stands in one, and the authorities of the site in another',
  },
  {
    group: 'coordination.k8s.io',
    resource: 'leases',
    verbs: ['get', 'list', 'create', 'update', 'delete'],
    why: 'one installer at a time is at work',
  },
  {
    group: '',
    resource: 'pods',
    verbs: ['get', 'list', 'create', 'delete'],
    why: 'pods that look from inside for seconds and those for backups; whether what was installed runs',
  },
  { group: '', resource: 'pods/log', verbs: ['get'], why: LOOKS },
  {
    group: 'networking.k8s.io',
    resource: 'networkpolicies',
    verbs: ['get', 'list', 'create', 'patch', 'delete'],
    why: 'a pod that looks from inside is let out',
  },
  { group: '', resource: 'serviceaccounts', verbs: ['get'], why: 'before `default` is there no pod is let in' },
  ...['services', 'persistentvolumeclaims'].map((resource) => list('', resource, REMOVES)),
  list('apps', 'statefulsets', REMOVES),
  ...['jobs', 'cronjobs'].map((resource) => list('batch', resource, REMOVES)),
  ...['resourcequotas', 'limitranges'].map((resource) => list('', resource, 'check K9: they leave room')),
  list('', 'events', LOOKS),
  ...['deployments', 'replicasets'].map((resource) => list('apps', resource, LOOKS)),
  list('networking.k8s.io', 'ingresses', LOOKS),
]

/** In the namespace of the control plane alone. */
const OF_BACKEND: readonly Rule[] = [
  {
    group: '',
    resource: 'pods/exec',
    // By WebSocket servers before 1.35 ask for the one, and later ones for both.
    verbs: ['get', 'create'],
    why: 'the link for the first admin, the smoke test, backups and the password of the database are commands in a pod',
  },
  {
    group: 'apps',
    resource: 'deployments/scale',
    verbs: ['get', 'update'],
    why: 'the control plane stands still while a backup is restored over its data',
  },
  { group: '', resource: 'services', verbs: ['delete'], why: REMOVES },
  {
    group: 'apps',
    resource: 'statefulsets',
    verbs: ['delete'],
    why: REMOVES,
  },
  {
    group: '',
    resource: 'persistentvolumeclaims',
    verbs: ['get', 'delete'],
    why: 'the volume of the bundled database is looked at from beside it; --delete-data removes it',
  },
  {
    group: 'batch',
    resource: 'cronjobs',
    verbs: ['get', 'delete'],
    why: 'nightly run and doctor look for backups by night, and apply ends them where the site file asks for none any more',
  },
  {
    group: 'batch',
    resource: 'jobs',
    verbs: ['get', 'create', 'delete'],
    why: 'nightly run makes the job of the night',
  },
]

/** What the installer does whatever it brings: in the namespace of a phase, and in the whole cluster, where it only looks. */
export function standingRights(phase: Phase, site: Site, namespace: string): Right[] {
  const rules = phase === 'backend' ? [...OF_PHASE, ...OF_BACKEND] : OF_PHASE
  const { bundled } = site.backend?.database ?? {}
  const isBackend = phase === 'backend'
  const projects = isBackend ? [] : (site.cluster?.projects ?? [])
  return [
    ...rules.map((rule) => ({ ...rule, namespace })),
    list('', 'nodes', 'their architectures, addresses and room'),
    list('', 'namespaces', 'uninstall finds by their label those that it has made'),
    {
      group: '',
      resource: 'namespaces',
      names: [...new Set([namespace, ...projects, 'kube-system'])],
      verbs: ['get'],
      why: 'whether it is there; the uid of kube-system is how a cluster is known',
    },
    ...(isBackend && bundled !== undefined ? [list('storage.k8s.io', 'storageclasses', 'check K5: storage')] : []),
    ...(isBackend && site.backend?.expose.ingress !== undefined
      ? [list('networking.k8s.io', 'ingressclasses', 'check K6: the way in')]
      : []),
    ...(isBackend && site.backend?.expose.route !== undefined
      ? [
          {
            namespace,
            group: 'route.openshift.io',
            resource: 'routes/custom-host',
            verbs: ['create', 'update'],
            why: 'the route has the name of the site',
          },
        ]
      : []),
  ]
}

function list(group: string, resource: string, why: string): Rule {
  return { group, resource, verbs: ['list'], why }
}
