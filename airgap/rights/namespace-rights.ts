import { orUndefined, type Kube } from '../install/kube.ts'
import type { Plan } from '../install/plan.ts'
import { FIELD_MANAGER } from '../install/kube-object.ts'
import type { Right } from './right.ts'

/** What is looked for in a namespace before it is removed: nothing of anybody else may be in it. */
const LOOKED_FOR: readonly [group: string, resources: readonly string[]][] = [
  ['', ['pods', 'persistentvolumeclaims', 'secrets', 'configmaps', 'services']],
  ['apps', ['deployments', 'statefulsets']],
  ['batch', ['jobs', 'cronjobs']],
]

export interface OwnNamespaces {
  names: string[]
  /** What it takes to make them, and to remove them at the end. */
  rights: Right[]
}

/** The namespaces of a plan that the installer has made or would make. One that somebody else has made asks for no right beyond those within. */
export async function ownNamespaces(kube: Kube, { namespaces }: Pick<Plan, 'namespaces'>): Promise<OwnNamespaces> {
  const names: string[] = []
  const rights: Right[] = []
  const why = 'a namespace of its own'
  for (const { metadata } of namespaces) {
    const { name } = metadata
    const found = await orUndefined(kube.core.readNamespace({ name }))
    if (found !== undefined && found.metadata?.labels?.['app.kubernetes.io/managed-by'] !== FIELD_MANAGER) continue
    names.push(name)
    rights.push(
      { group: '', resource: 'namespaces', verbs: ['create'], why },
      { group: '', resource: 'namespaces', names: [name], verbs: ['patch', 'delete'], why },
      ...LOOKED_FOR.flatMap(([group, resources]) =>
        resources.map((resource): Right => ({ namespace: name, group, resource, verbs: ['list'], why })),
      ),
    )
  }
  return { names, rights }
}
