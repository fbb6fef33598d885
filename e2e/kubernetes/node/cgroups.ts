import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../../tools/processes/child.ts'

const ROOT = '/sys/fs/cgroup'
const OURS = 'fairlead-rig'

/** True where all resources are counted in one tree, as on newer systems. */
export function hasUnifiedCgroups(): boolean {
  return existsSync(join(ROOT, 'cgroup.controllers'))
}

/** The group below which a node counts the resources of its pods. Each node has its own: a kubelet ends what it finds in it and does not know. */
export function cgroupOf(cluster: string, node: string): string {
  return `/${OURS}/${cluster}/${node}`
}

/** A kubelet refuses to start when its group is missing. */
export function makeCgroup(group: string): void {
  for (const tree of trees()) mkdirSync(join(tree, group), { recursive: true })
}

/** Removes what the nodes of a cluster have counted in, once all of their processes are gone. The kernel may need a moment to see that they are. */
export async function removeCgroups(cluster: string): Promise<void> {
  for (const tree of trees()) {
    await until(`the groups of ${cluster} are empty`, () => isRemoved(join(tree, OURS, cluster)) || undefined)
    const ours = join(tree, OURS)
    if (existsSync(ours) && !readdirSync(ours, { withFileTypes: true }).some((entry) => entry.isDirectory()))
      rmdirSync(ours)
  }
}

function isRemoved(path: string): boolean {
  try {
    removeTree(path)
    return true
  } catch (error) {
    if (['EBUSY', 'ENOENT', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

function trees(): string[] {
  if (hasUnifiedCgroups()) return [ROOT]
  if (!existsSync(ROOT)) return []
  return readdirSync(ROOT)
    .map((name) => join(ROOT, name))
    .filter((path) => existsSync(join(path, 'cgroup.procs')))
}

/** Files of such a folder cannot be removed, and need not be. */
function removeTree(path: string): void {
  if (!existsSync(path)) return
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(join(path, entry.name))
  rmdirSync(path)
}
