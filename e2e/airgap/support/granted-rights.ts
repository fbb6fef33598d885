import { objectsIn } from '@fairlead/airgap/install/install-release'
import { groupedName, type Asked } from './kube-audit.ts'

/** One verb for one kind of object, as one rule of RBAC gives it. */
export interface Granted {
  /** Left out for all of the cluster. */
  namespace?: string
  /** As `deployments.apps`. */
  resource: string
  /** Left out for objects of any name. */
  name?: string
  verb: string
}

interface Rule {
  apiGroups: string[]
  resources: string[]
  resourceNames?: string[]
  verbs: string[]
}

/** What the Roles of a manifest give for use. Those that end in `-hands-on` are there so that their rights may be given to others. */
export function grantedIn(manifest: string): Granted[] {
  return objectsIn(manifest)
    .filter(({ metadata }) => !/-hands-on(\.|$)/.test(metadata.name))
    .flatMap(({ metadata: { namespace }, ...role }) =>
      ((role['rules'] ?? []) as Rule[]).flatMap((rule) => grantedBy(rule, namespace)),
    )
}

function grantedBy({ apiGroups, resources, resourceNames, verbs }: Rule, namespace: string | undefined): Granted[] {
  const resource = groupedName(resources[0]!, apiGroups[0])
  const where = namespace === undefined ? {} : { namespace }
  return (resourceNames ?? [undefined]).flatMap((name) =>
    verbs.map((verb) => ({ ...where, resource, ...(name === undefined ? {} : { name }), verb })),
  )
}

/** Rights that nobody has made use of, as lines. */
export function unusedRights(granted: readonly Granted[], asked: readonly Asked[]): string[] {
  return granted
    .filter((right) => !asked.some((each) => isUse(right, each)))
    .map(({ namespace, resource, name, verb }) => [verb, resource, name, namespace && `in ${namespace}`])
    .map((words) => words.filter((word) => word !== undefined).join(' '))
}

function isUse({ namespace, resource, name, verb }: Granted, each: Asked): boolean {
  return (
    each.resource === resource &&
    (namespace === undefined || each.namespace === namespace) &&
    (name === undefined || each.name === name) &&
    verbsOf(each).includes(verb)
  )
}

/** The verbs that an API server wants for a request: more than the one that it writes down. */
function verbsOf({ verb, resource, code }: Asked): string[] {
  // What is applied and was not there is made.
  if (verb === 'patch' && code === 201) return ['patch', 'create']
  // Since 1.35, by WebSocket.
  if (resource === 'pods/exec') return ['get', 'create']
  // One or the other is asked first, by how old the server is.
  if (verb === 'list' || verb === 'watch') return ['list', 'watch']
  return [verb]
}
