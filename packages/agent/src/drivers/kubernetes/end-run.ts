import { pathOf } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { hasStatus } from './api/kube-error.ts'
import { holdPatch } from './observe/main-facts.ts'
import type { EndOrder, RunRecord } from './observe/run-record.ts'
import type { WorldRun } from './observe/world.ts'

/** Holds the main object, so that no pod comes after, and asks the pods to end: TERM, the grace, then KILL. Doing it again does no harm. */
export async function endRun(
  api: KubeApi,
  run: WorldRun & { record: RunRecord },
  end: Pick<EndOrder, 'graceMs'>,
): Promise<void> {
  const { main } = run
  if (main?.kind === 'InferenceService') await unlessGone(remove(api, pathOf(main.kind, main.namespace, main.name)))
  else if (
    main !== undefined &&
    !main.isHeld &&
    !main.conditions.some(({ type }) => ['Complete', 'Failed'].includes(type))
  ) {
    await unlessGone(
      api.send({ method: 'PATCH', path: pathOf(main.kind, main.namespace, main.name), body: holdPatch(main.kind) }),
    )
  }
  const gracePeriodSeconds = Math.ceil(end.graceMs / 1000)
  const alive = [...run.pods.values()].filter(
    (pod) => pod.isGone !== true && pod.goingAt === undefined && !['Succeeded', 'Failed'].includes(pod.phase),
  )
  await Promise.all(
    alive.map((pod) =>
      unlessGone(
        api.send({
          method: 'DELETE',
          path: pathOf('Pod', pod.namespace, pod.name),
          body: { gracePeriodSeconds, preconditions: { uid: pod.uid } },
        }),
      ),
    ),
  )
}

function remove(api: KubeApi, path: string): Promise<unknown> {
  return api.send({ method: 'DELETE', path, body: { propagationPolicy: 'Background' } })
}

/** Gone already, or another by now: both are what was wanted. */
export async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!hasStatus(error, 404, 409)) throw error
  }
}
