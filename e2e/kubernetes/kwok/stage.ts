/** A step in the life of a simulated object, in the words of kwok's resource `Stage`. */
export interface Stage {
  name: string
  kind: 'Node' | 'Pod'
  /** All of them have to hold; `is` asks for one of the values, and an absent `is` for any value at all. */
  when: readonly { path: string; is?: readonly string[]; not?: readonly string[] | 'there' }[]
  /** How long it has to hold: a jq path to a duration such as `1.5s`, and what holds without it. */
  delay?: { from?: string; defaultMs: number }
  /** What changes then, as a Go template of YAML. */
  status?: string
  metadata?: string
  event?: { type: 'Normal' | 'Warning'; reason: string; message: string }
  deletes?: boolean
  /** True for what happens to a pod on a lost node. */
  isForFrozen?: boolean
}

/** The jq path of a setting of a simulated pod. */
export function setting(name: string): string {
  return `.metadata.annotations["fairlead.dev/simulated-${name}"]`
}

/** Marks a pod on a lost node: nothing happens to it. */
export const FROZEN = 'fairlead.dev/simulated-frozen'

const isFree = { path: `.metadata.annotations["${FROZEN}"]`, not: 'there' } as const

/** The document that kwok reads. */
export function stageDocument(stage: Stage): object {
  const { delay } = stage
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: stage.name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: stage.kind },
      selector: {
        matchExpressions: [...stage.when, ...(stage.kind === 'Pod' && !stage.isForFrozen ? [isFree] : [])].map(
          expression,
        ),
      },
      ...(delay && {
        delay: {
          durationMilliseconds: delay.defaultMs,
          ...(delay.from === undefined ? {} : { durationFrom: { expressionFrom: delay.from } }),
        },
      }),
      next: {
        ...(stage.event && { event: stage.event }),
        ...(stage.deletes && { delete: true }),
        patches: [
          ...(stage.status === undefined ? [] : [{ subresource: 'status', root: 'status', template: stage.status }]),
          ...(stage.metadata === undefined ? [] : [{ root: 'metadata', type: 'merge', template: stage.metadata }]),
        ],
      },
    },
  }
}

function expression({ path, is, not }: Stage['when'][number]): object {
  if (not === 'there') return { key: path, operator: 'DoesNotExist' }
  if (not !== undefined) return { key: path, operator: 'NotIn', values: not }
  return is === undefined ? { key: path, operator: 'Exists' } : { key: path, operator: 'In', values: is }
}
