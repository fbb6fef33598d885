import { Document, isMap, isSeq } from 'yaml'
import type { KubeObject, Phase } from '../install/kube-object.ts'
import type { InstallerRights } from './installer-rights.ts'
import type { Right } from './right.ts'

/** On all that this makes, so that it is found again. */
export const RIGHTS_LABEL = 'fairlead.dev/installer-rights'
/** The account that is made where no user is named. */
export const ACCOUNT = 'fairlead-installer'
/** At the end of the names of Roles that nobody uses. */
const HANDS_ON = '-hands-on'
const RBAC = 'rbac.authorization.k8s.io'
const OF_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/

export interface Grant {
  phase: Phase
  /** Of the phase. */
  namespace: string
  rights: InstallerRights
  /** As the API server knows whoever installs; left out for a ServiceAccount that is made with the rights. */
  user?: string
}

interface Rule {
  apiGroups: string[]
  resources: string[]
  resourceNames?: string[]
  verbs: string[]
}

/**
 * Roles and bindings with exactly these rights: a Role in each namespace, and a ClusterRole for what belongs to none. What is only handed on stands in Roles of its own. Whoever removes these objects takes the
 * rights back and nothing else.
 */
export function rightsObjects({ phase, namespace, rights, user }: Grant): KubeObject[] {
  const subject = subjectOf(user, namespace)
  const labels = { [RIGHTS_LABEL]: phase, 'app.kubernetes.io/part-of': 'fairlead' }
  const account: KubeObject = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: ACCOUNT, namespace, labels },
    automountServiceAccountToken: false,
  }
  return [
    ...(user === undefined ? [account] : []),
    ...grant(rights.used, `${ACCOUNT}-${phase}`),
    ...grant(rights.handedOn, `${ACCOUNT}-${phase}${HANDS_ON}`),
  ]

  function grant(all: readonly Right[], name: string): KubeObject[] {
    const places = [...new Set(all.map((right) => right.namespace))]
    return places.flatMap((place) => {
      const rules = all.filter((right) => right.namespace === place).map(ruleOf)
      const where = place === undefined ? {} : { namespace: place }
      // Two sites may share a cluster.
      const metadata = { name: place === undefined ? `${name}.${namespace}` : name, ...where, labels }
      const kind = place === undefined ? 'ClusterRole' : 'Role'
      return [
        { apiVersion: `${RBAC}/v1`, kind, metadata, rules },
        {
          apiVersion: `${RBAC}/v1`,
          kind: `${kind}Binding`,
          metadata,
          roleRef: { apiGroup: RBAC, kind, name: metadata.name },
          subjects: [subject],
        },
      ]
    })
  }
}

/** The same as YAML, each rule below what the installer does with it. */
export function rightsManifest(granted: Grant): string {
  const why = new Map(granted.rights.used.map((right) => [keyOf(right.namespace, ruleOf(right)), right.why]))
  return rightsObjects(granted)
    .map((object) => withReasons(object, isHandedOn(object) ? new Map() : why))
    .join('---\n')
}

function withReasons(object: KubeObject, why: ReadonlyMap<string, string>): string {
  const document = new Document(object, { aliasDuplicateObjects: false })
  const rules = document.get('rules')
  if (isSeq(rules))
    for (const item of rules.items) {
      if (!isMap(item)) continue
      const reason = why.get(keyOf(object.metadata.namespace, item.toJS(document) as Rule))
      if (reason !== undefined) item.commentBefore = ` ${reason}`
      for (const { value } of item.items) if (isSeq(value)) value.flow = true
    }
  if (isHandedOn(object)) document.commentBefore = ' Not for use: so that it may be given to the agent.'
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true })
}

function isHandedOn({ metadata }: KubeObject): boolean {
  return metadata.name.includes(HANDS_ON)
}

function ruleOf({ group, resource, names, verbs }: Right): Rule {
  return {
    apiGroups: [group],
    resources: [resource],
    ...(names === undefined ? {} : { resourceNames: [...names] }),
    verbs: [...verbs],
  }
}

function keyOf(namespace: string | undefined, { apiGroups, resources, resourceNames = [] }: Rule): string {
  return [namespace ?? '', ...apiGroups, ...resources, ...resourceNames].join(' ')
}

function subjectOf(user: string | undefined, namespace: string): object {
  if (user === undefined) return { kind: 'ServiceAccount', name: ACCOUNT, namespace }
  const [, home, name] = OF_ACCOUNT.exec(user) ?? []
  return name === undefined
    ? { kind: 'User', apiGroup: RBAC, name: user }
    : { kind: 'ServiceAccount', name, namespace: home }
}
