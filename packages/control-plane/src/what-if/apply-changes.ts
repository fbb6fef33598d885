import { addNodes, removeNodes } from './internal/change-nodes.ts'
import { checkChanged } from './internal/check-changed.ts'
import { setPriority } from './internal/set-priority.ts'
import { setQuota } from './internal/set-quota.ts'
import { setPolicy, setPool } from './internal/set-rules.ts'
import type { Scene } from './scene.ts'
import type { Change } from './schemas.ts'

/**
 * The scene after all changes, in their order, and what these do less than they seem to say. Throws VALIDATION that names the field: `changes.2.like`; also for
 * what could not be set in truth.
 */
export function applyChanges(scene: Scene, changes: readonly Change[]): { after: Scene; warnings: string[] } {
  const after = changes.reduce((now, change, index) => applyOne(now, change, `changes.${index}`), scene)
  return { after, warnings: checkChanged(scene, after, changes) }
}

function applyOne(scene: Scene, change: Change, path: string): Scene {
  switch (change.kind) {
    case 'quota':
      return setQuota(scene, change, path)
    case 'add-nodes':
      return addNodes(scene, change, path)
    case 'remove-nodes':
      return removeNodes(scene, change, path)
    case 'priority':
      return setPriority(scene, change, path)
    case 'node-pool':
      return setPool(scene, change, path)
    case 'policy':
      return setPolicy(scene, change)
  }
}
