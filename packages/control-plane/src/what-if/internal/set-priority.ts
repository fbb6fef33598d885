import { NON_PREEMPTIBLE_FROM } from '../../workloads/schemas.ts'
import { findQueue, refuse, type Scene } from '../scene.ts'
import type { Change } from '../schemas.ts'

/** Another priority for the work of a project, of a department, or of all. */
export function setPriority(scene: Scene, change: Extract<Change, { kind: 'priority' }>, path: string): Scene {
  const { project, department, from, priority } = change
  if (project !== undefined && department !== undefined) throw refuse(path, 'name a project or a department, not both')
  const isMeant = queuesOf(scene, change, path)
  const preemptible = change.preemptible ?? priority < NON_PREEMPTIBLE_FROM
  return {
    ...scene,
    arrivals: scene.arrivals.map((arrival) => {
      const { workload } = arrival
      if (!isMeant(workload.queueId) || (from !== undefined && workload.priority !== from)) return arrival
      // Classes stand for what the engine cannot tell apart.
      const classKey = `${workload.classKey} ${priority} ${preemptible}`
      return { ...arrival, workload: { ...workload, priority, preemptible, classKey } }
    }),
  }
}

function queuesOf(
  scene: Scene,
  { project, department }: Extract<Change, { kind: 'priority' }>,
  path: string,
): (queueId: string) => boolean {
  if (project !== undefined) {
    const { id } = findQueue(scene, 'project', project, path)
    return (queueId) => queueId === id
  }
  if (department === undefined) return () => true
  const { id } = findQueue(scene, 'department', department, path)
  const below = new Set(
    scene.world.flatMap((delta) => (delta.kind === 'queue' && delta.parentId === id ? [delta.id] : [])),
  )
  return (queueId) => below.has(queueId)
}
