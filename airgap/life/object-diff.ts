import { isDeepStrictEqual } from 'node:util'
import { applyObject } from '../install/apply-objects.ts'
import { helm } from '../install/helm.ts'
import { objectsIn } from '../install/install-release.ts'
import type { Kube } from '../install/kube.ts'
import { nameOf, type KubeObject } from '../install/kube-object.ts'
import type { Plan } from '../install/plan.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Host } from '../cli/host.ts'

export interface ObjectChange {
  what: string
  how: 'made' | 'changed' | 'removed'
  /** For one that changes: the fields, such as `spec.template.spec.containers.0.image`. Left out for what is kept secret. */
  fields: string[]
}

/** What a plan would change in the cluster, object by object. Changes nothing: the API server is asked what it would make of each. */
export async function objectDiff(kube: Kube, plan: Plan, bundle: OpenBundle, { env }: Host): Promise<ObjectChange[]> {
  const changes: ObjectChange[] = []
  for (const object of plan.objects) {
    const how = await applyObject(kube, object, { dryRun: true })
    if (how !== 'as it was') changes.push({ what: nameOf(object), how, fields: [] })
  }
  const args = ['get', 'manifest', plan.chart.name, '-n', plan.namespace]
  const before = objectsIn(await helm({ bundle, kube, env, args }))
  // Hooks come and go by themselves and are not in a manifest.
  const after = objectsIn(plan.rendered).filter(({ metadata }) => !metadata.annotations?.['helm.sh/hook'])
  return [...changes, ...changesBetween(before, after)]
}

/** What is otherwise between two sets of objects. */
export function changesBetween(before: readonly KubeObject[], after: readonly KubeObject[]): ObjectChange[] {
  const [old, fresh] = [byName(before), byName(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].toSorted().flatMap((what): ObjectChange[] => {
    const [was, is] = [old.get(what), fresh.get(what)]
    if (was === undefined) return [{ what, how: 'made', fields: [] }]
    if (is === undefined) return [{ what, how: 'removed', fields: [] }]
    const fields = is.kind === 'Secret' ? [] : changedFields(was, is)
    return isDeepStrictEqual(was, is) ? [] : [{ what, how: 'changed', fields }]
  })
}

function byName(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map((object) => [nameOf(object), object]))
}

function changedFields(was: unknown, is: unknown, path = ''): string[] {
  if (isDeepStrictEqual(was, is)) return []
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) return [path]
  const [a, b] = [was as Record<string, unknown>, is as Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    changedFields(a[key], b[key], path === '' ? key : `${path}.${key}`),
  )
}

/** As lines for a person. */
export function tellChanges(changes: readonly ObjectChange[]): string {
  if (changes.length === 0) return 'no object changes'
  return changes
    .map(({ what, how, fields }) => `  ${how.padEnd(8)} ${what}${fields.length === 0 ? '' : `: ${tellFields(fields)}`}`)
    .join('\n')
}

function tellFields(fields: readonly string[]): string {
  const shown = fields.slice(0, 4).join(', ')
  return fields.length > 4 ? `${shown} and ${fields.length - 4} more` : shown
}
