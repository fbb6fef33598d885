/** What one rule of RBAC gives, and what the installer does with it. */
export interface Right {
  /** Left out for what belongs to no namespace. */
  namespace?: string
  /** Empty for the core of Kubernetes. */
  group: string
  /** As `deployments`, or `pods/exec`. */
  resource: string
  /** The objects that it is for; all where it is left out, as it has to be for `create`, `list` and `watch`. */
  names?: readonly string[]
  verbs: readonly string[]
  why: string
}

/** One rule for each resource and its names in each place, with every verb of it, in order. */
export function mergeRights(rights: readonly Right[]): Right[] {
  const merged = new Map<string, Right>()
  for (const right of rights) {
    const { namespace = '', group, resource, names = [] } = right
    const key = [namespace, group, resource, ...names.toSorted()].join(' ')
    const found = merged.get(key)
    merged.set(key, {
      ...right,
      ...(right.names === undefined ? {} : { names: names.toSorted() }),
      verbs: [...new Set([...(found?.verbs ?? []), ...right.verbs])].toSorted(),
      why: [...new Set([...(found?.why.split('; ') ?? []), right.why])].join('; '),
    })
  }
  return [...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, right]) => right)
}

/** As a sentence names it: `create, patch services in fairlead`, `get namespaces kube-system`. */
export function nameRight({ namespace, group, resource, names, verbs }: Right): string {
  const kind = group === '' ? resource : `${resource}.${group}`
  const which = names === undefined ? '' : ` ${names.join(', ')}`
  return `${verbs.join(', ')} ${kind}${which}${namespace === undefined ? '' : ` in ${namespace}`}`
}
