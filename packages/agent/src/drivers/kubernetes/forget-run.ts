import { pathOf, type Kind } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { unlessGone } from './end-run.ts'
import { LABEL } from './labels.ts'
import { markClaims } from './mark-claims.ts'
import type { RunRecord } from './observe/run-record.ts'
import type { WorldRun } from './observe/world.ts'

/**
 * Removes an ended run. Its Job stays for the keeping time and is then removed by the cluster; everything else goes now, the record last, so that an
 * interrupted removal is taken up again.
 */
export async function forgetRun(api: KubeApi, run: WorldRun & { record: RunRecord }): Promise<void> {
  const { record, main } = run
  if (main !== undefined) {
    const path = pathOf(main.kind, main.namespace, main.name)
    const isKept = main.kind === 'Job' && record.facts.keepSeconds > 0 && !main.isGoing && canFinish(main)
    await unlessGone(
      isKept
        ? api.send({
            method: 'PATCH',
            path,
            body: {
              metadata: { labels: { [LABEL.forgotten]: 'true' } },
              spec: { ttlSecondsAfterFinished: record.facts.keepSeconds },
            },
          })
        : api.send({
            method: 'DELETE',
            path,
            body: { propagationPolicy: 'Background', preconditions: { uid: main.uid } },
          }),
    )
  }
  await markClaims(api, record)
  for (const object of record.facts.objects) {
    const [kind, name] = object.split('/') as [Kind, string]
    await unlessGone(api.send({ method: 'DELETE', path: pathOf(kind, record.namespace, name) }))
  }
  await unlessGone(api.send({ method: 'DELETE', path: pathOf('ConfigMap', record.namespace, record.name) }))
}

/** A Job that was held before its end never finishes, so no time would remove it. One whose pods have just ended finishes in a moment. */
function canFinish(main: NonNullable<WorldRun['main']>): boolean {
  return !main.isHeld || main.conditions.some(({ type }) => ['Complete', 'Failed'].includes(type))
}
