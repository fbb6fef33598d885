import { applyDeltas, createState, findRefusals, type Delta } from '@fairlead/scheduler'
import { refuseUnsound } from '../../common/refuse-unsound.ts'
import type { Scene } from '../scene.ts'
import type { Change } from '../schemas.ts'

type Named = Extract<Delta, { kind: 'queue' | 'pool' }>

/**
 * What `fairlead quota set` and `fairlead pool set` would refuse is refused here, too, once all changes are made: VALIDATION with the field of the last change that is
 * about it. Answers what does less than it seems to say.
 */
export function checkChanged(before: Scene, after: Scene, changes: readonly Change[]): string[] {
  const known = new Set<Delta>(before.world)
  const changed = after.world.filter(
    (delta): delta is Named => (delta.kind === 'queue' || delta.kind === 'pool') && !known.has(delta),
  )
  const state = createState()
  applyDeltas(state, before.world)
  const pools = after.world.filter((delta) => delta.kind === 'pool')
  const said = new Set(findRefusals(state, before.world).map(({ message }) => message))
  return findRefusals(state, changed)
    .filter(({ message, severity }) => severity === 'error' || !said.has(message))
    .flatMap((refusal) => {
      const object = changed.find(({ kind, id }) => kind === refusal.object.kind && id === refusal.object.id)
      const index = object === undefined ? -1 : changes.findLastIndex((change) => isAbout(change, object))
      return refuseUnsound([refusal], pools, (field) => pathOf(index, field))
    })
}

function isAbout(change: Change, { kind, id, name }: Named): boolean {
  if (kind === 'pool') return change.kind === 'node-pool'
  const ref = change.kind === 'quota' ? (change.project ?? change.department) : undefined
  return ref === id || ref === name
}

/** `pools.<id>.quotas.gpu.deserved` is `gpu.deserved` of the change. */
function pathOf(index: number, field: string): string {
  const own = field
    .replace(/^pools\.[^.]+\.(quotas\.)?/, '')
    .replace(/^userLimits\.(.*)$/, '$1.userLimit')
    .replaceAll(/\[(\d+)\]/g, '.$1')
  return index === -1 ? 'changes' : `changes.${index}.${own}`
}
