import type { ClusterUpsert, PoolUpsert, QueueUpsert } from '../delta.ts'
import { createClassTable, type ClassTable } from './classes.ts'
import { createIdTable, type IdTable } from './id-table.ts'
import { createNodeTable, type NodeTable } from './nodes.ts'
import { CPU, GPU, MEMORY } from './resources.ts'
import { createConstraintTable, createShapeTable, type ConstraintTable, type ShapeTable } from './shapes.ts'
import { createWorkloadTable, type WorkloadTable } from './workloads.ts'

/** Objects of which there are few: their upserts as they came. */
export interface UpsertTable<T> {
  table: IdTable
  upserts: (T | undefined)[]
}

/**
 * What the engine knows of the world, in columns indexed by dense numbers. Only `applyDeltas` writes to it; a round reads.
 * Its contents are private to the engine: callers pass it on.
 */
export interface SchedulerState {
  /** Entries in one row of amounts; at least the number of resource names. */
  width: number
  resourceNames: string[]
  resourceIndex: Map<string, number>
  clusters: UpsertTable<ClusterUpsert>
  pools: UpsertTable<PoolUpsert>
  queues: UpsertTable<QueueUpsert>
  nodes: NodeTable
  constraints: ConstraintTable
  shapes: ShapeTable
  classes: ClassTable
  workloads: WorkloadTable
}

/** A state that knows nothing. */
export function createState(): SchedulerState {
  const resourceNames: string[] = []
  resourceNames[CPU] = 'cpu'
  resourceNames[MEMORY] = 'memory'
  resourceNames[GPU] = 'gpu'
  return {
    width: 4,
    resourceNames,
    resourceIndex: new Map(resourceNames.map((name, number) => [name, number])),
    clusters: { table: createIdTable(), upserts: [] },
    pools: { table: createIdTable(), upserts: [] },
    queues: { table: createIdTable(), upserts: [] },
    nodes: createNodeTable(),
    constraints: createConstraintTable(),
    shapes: createShapeTable(),
    classes: createClassTable(),
    workloads: createWorkloadTable(),
  }
}
