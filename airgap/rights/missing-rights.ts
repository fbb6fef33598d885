import type { V1ResourceRule } from '@kubernetes/client-node'
import type { Kube } from '../install/kube.ts'
import { mergeRights, type Right } from './right.ts'

/** As many as are asked for at once. */
const AT_ONCE = 16

/** One verb of a right, for one name if it has any. */
interface Single {
  right: Right
  verb: string
  name: string | undefined
}

/** Those of the rights that the user of this kubeconfig does not have, each with the verbs and names that are missing. */
export async function missingRights(kube: Kube, rights: readonly Right[]): Promise<Right[]> {
  const single = rights.flatMap((right) =>
    (right.names ?? [undefined]).flatMap((name) => right.verbs.map((verb): Single => ({ right, name, verb }))),
  )
  const rules = await rulesIn(kube, new Set(rights.flatMap(({ namespace }) => namespace ?? [])))
  // What no rule says may be allowed in another way. Rules of a namespace say nothing about the others.
  const open = single.filter(
    (each) => !(rules.get(each.right.namespace ?? '') ?? []).some((rule) => isGiven(each, rule)),
  )
  const missing: Right[] = []
  for (let at = 0; at < open.length; at += AT_ONCE) {
    const part = open.slice(at, at + AT_ONCE)
    const allowed = await Promise.all(part.map((each) => isAllowed(kube, each)))
    for (const [index, { right, name, verb }] of part.entries())
      if (allowed[index] !== true)
        missing.push({ ...right, verbs: [verb], ...(name === undefined ? {} : { names: [name] }) })
  }
  return mergeRights(missing)
}

/** By namespace, what this user may do there: one request in place of one for each verb. */
async function rulesIn(
  { authorization }: Kube,
  namespaces: ReadonlySet<string>,
): Promise<Map<string, V1ResourceRule[]>> {
  const rules = new Map<string, V1ResourceRule[]>()
  for (const namespace of namespaces) {
    const { status } = await authorization.createSelfSubjectRulesReview({ body: { spec: { namespace } } })
    rules.set(namespace, status?.resourceRules ?? [])
  }
  return rules
}

function isGiven(
  { right, verb, name }: Single,
  { apiGroups = [], resources = [], resourceNames = [], verbs }: V1ResourceRule,
): boolean {
  const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value)
  const isNamed = resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name))
  return has(apiGroups, right.group) && has(resources, right.resource) && isNamed && has(verbs, verb)
}

async function isAllowed({ authorization }: Kube, { right, verb, name }: Single): Promise<boolean> {
  const { namespace, group } = right
  const [resource, subresource] = right.resource.split('/')
  const resourceAttributes = {
    verb,
    group,
    resource: resource!,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  }
  const { status } = await authorization.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } })
  return status?.allowed === true
}
