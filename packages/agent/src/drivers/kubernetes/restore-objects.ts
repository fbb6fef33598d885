import { KINDS, pathOf, type KubeObject } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { hasStatus } from './api/kube-error.ts'
import { ANNOTATION, LABEL, MANAGER } from './labels.ts'
import { requestIn, type RawRecord, type RunRecord } from './observe/run-record.ts'
import type { WorldRun } from './observe/world.ts'
import type { RenderContext } from './render/render-context.ts'
import { renderRun } from './render/render-run.ts'

/** Makes the objects of a run again that somebody has deleted. */
export async function restoreObjects(
  api: KubeApi,
  run: WorldRun & { record: RunRecord },
  context: (nodes: string[]) => RenderContext,
): Promise<void> {
  const { record } = run
  const missing = record.facts.objects.filter((object) => !run.objects.has(object))
  if (missing.length === 0) return
  const raw = await api.send<RawRecord>({ method: 'GET', path: pathOf('ConfigMap', record.namespace, record.name) })
  const request = requestIn(raw)
  if (request === undefined) return
  const { companions } = renderRun(request, context(request.spec.nodes))
  for (const object of companions) {
    const name = `${object.kind}/${object.metadata.name}`
    if (!missing.includes(name)) continue
    await createUnlessThere(api, object)
    run.objects.add(name)
  }
}

/** Makes the record again of a run that is known, with all that is remembered of it. */
export async function restoreRecord(api: KubeApi, clusterId: string, record: RunRecord): Promise<void> {
  const { facts, end, outcome, told } = record
  await createUnlessThere(api, {
    apiVersion: KINDS.ConfigMap.apiVersion,
    kind: 'ConfigMap',
    metadata: {
      name: record.name,
      namespace: record.namespace,
      labels: {
        [LABEL.managedBy]: MANAGER,
        [LABEL.cluster]: clusterId,
        [LABEL.run]: record.runId,
        [LABEL.generation]: String(record.generation),
        [LABEL.record]: 'true',
      },
      annotations: {
        [ANNOTATION.facts]: JSON.stringify(facts),
        ...(end === undefined ? {} : { [ANNOTATION.end]: JSON.stringify(end) }),
        ...(outcome === undefined ? {} : { [ANNOTATION.outcome]: JSON.stringify(outcome) }),
      },
    },
    data: Object.fromEntries(Object.entries(told).map(([name, value]) => [name, JSON.stringify(value)])),
  })
}

/** Makes an object. One that is there already under its name is taken to be it. */
export async function createUnlessThere(api: KubeApi, object: KubeObject): Promise<boolean> {
  try {
    await api.send({ method: 'POST', path: pathOf(object.kind, object.metadata.namespace), body: object })
    return true
  } catch (error) {
    if (hasStatus(error, 409)) return false
    throw error
  }
}
