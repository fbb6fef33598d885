import { objectsIn } from '../install/install-release.ts'
import type { KubeObject } from '../install/kube-object.ts'
import type { Plan } from '../install/plan.ts'
import type { Right } from './right.ts'
import { isNamespaced, resourceOf } from './resource-of.ts'

/** What a plan brings has to be looked at, made, changed and removed. Outside of the namespace of the phase that is for these objects alone, but that RBAC cannot limit who makes something to a name. */
export function rightsOfPlan(plan: Pick<Plan, 'namespace' | 'objects' | 'rendered'>): Right[] {
  const own = plan.objects.flatMap((object) => rightsOf(object, plan.namespace, 'what the installer brings itself'))
  const ofChart = objectsIn(plan.rendered).flatMap((object) => rightsOfChart(object, plan.namespace))
  return [...own, ...ofChart]
}

/** Nobody runs the tests of a chart. */
function rightsOfChart(object: KubeObject, home: string): Right[] {
  const hook = hookOf(object)
  if (hook === 'test') return []
  const brought = rightsOf(object, home, 'what the chart brings')
  return hook === undefined ? brought : [...brought, ...waitingFor(object, home)]
}

/** The rules of the Roles that a chart gives to its own account, where they hold: nobody may give rights without having them. */
export function handedOnRights(plan: Pick<Plan, 'namespace' | 'rendered'>): Right[] {
  return objectsIn(plan.rendered)
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap((role) => {
      const where = isNamespaced(role.kind) ? { namespace: role.metadata.namespace ?? plan.namespace } : {}
      return rulesOf(role).flatMap(({ apiGroups, resources, resourceNames, verbs }) =>
        apiGroups.flatMap((group) =>
          resources.map((resource) => {
            const names = resourceNames === undefined ? {} : { names: resourceNames }
            return { ...where, group, resource, ...names, verbs, why: 'handed on' }
          }),
        ),
      )
    })
}

function rightsOf(object: KubeObject, home: string, why: string): Right[] {
  const { kind, metadata } = object
  const place = { ...resourceOf(object), why }
  const namespace = isNamespaced(kind) ? (metadata.namespace ?? home) : undefined
  if (namespace === home) return [{ ...place, namespace, verbs: ['get', 'create', 'patch', 'delete'] }]
  const where = namespace === undefined ? {} : { namespace }
  return [
    { ...place, ...where, verbs: ['create'] },
    { ...place, ...where, names: [metadata.name], verbs: ['get', 'patch', 'delete'] },
  ]
}

/** Helm watches what runs before a change until it has ended. */
function waitingFor(object: KubeObject, home: string): Right[] {
  const namespace = object.metadata.namespace ?? home
  return [{ ...resourceOf(object), namespace, verbs: ['list', 'watch'], why: 'Helm waits for it before a change' }]
}

function hookOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.['helm.sh/hook']
}

function rulesOf(
  role: KubeObject,
): { apiGroups: string[]; resources: string[]; resourceNames?: string[]; verbs: string[] }[] {
  return (role['rules'] ?? []) as ReturnType<typeof rulesOf>
}
