import type { NodeStatus } from '@fairlead/protocol'
import { sql } from 'drizzle-orm'
import type { Tx } from '../db/tx.ts'
import { newId } from '../lib/ids.ts'

export interface NodeReport {
  organizationId: string
  clusterId: string
  bootId: string
  items: readonly NodeStatus[]
}

/** Takes what an agent saw of its nodes: one statement. A report that is not newer than what we have changes nothing. */
export async function reportNodes(tx: Tx, report: NodeReport): Promise<void> {
  const newest = new Map(report.items.toSorted((a, b) => a.seq - b.seq).map((item) => [item.key, item]))
  if (newest.size === 0) return
  const rows = [...newest.values()].map((item) => ({
    id: newId(),
    name: item.key,
    ready: item.ready && !item.gone,
    schedulable: item.schedulable,
    labels: item.labels,
    taints: item.taints,
    capacity: item.capacity,
    allocatable: item.allocatable,
    gpu: item.gpu ?? null,
    versions: item.versions,
    message: item.message ?? null,
    seq: item.seq,
    gone: item.gone === true,
  }))
  const changed = await tx.q.execute<{ id: string }>(sql`
    insert into nodes as n (id, organization_id, cluster_id, name, ready, schedulable, labels, taints, capacity, allocatable,
                            gpu, versions, message, status_boot_id, status_seq, observed_at, gone_at)
    select r.id, ${report.organizationId}::uuid, ${report.clusterId}::uuid, r.name, r.ready, r.schedulable, r.labels, r.taints,
           r.capacity, r.allocatable, r.gpu, r.versions, r.message, ${report.bootId}, r.seq, now(),
           case when r.gone then now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
         as r(id uuid, name text, ready boolean, schedulable boolean, labels jsonb, taints jsonb, capacity jsonb,
              allocatable jsonb, gpu jsonb, versions jsonb, message text, seq bigint, gone boolean)
    on conflict (cluster_id, name) do update
    set ready = excluded.ready, schedulable = excluded.schedulable, labels = excluded.labels, taints = excluded.taints,
        capacity = excluded.capacity, allocatable = excluded.allocatable, gpu = excluded.gpu, versions = excluded.versions,
        message = excluded.message, status_boot_id = excluded.status_boot_id, status_seq = excluded.status_seq,
        observed_at = excluded.observed_at, gone_at = excluded.gone_at
    where n.status_boot_id <> excluded.status_boot_id or n.status_seq < excluded.status_seq
    returning n.id`)
  await tx.changed(
    'node',
    changed.map((row) => row.id),
    report.organizationId,
  )
}

/** After a full report: nodes that it did not name are gone. */
export async function removeUnnamedNodes(
  tx: Tx,
  report: { organizationId: string; clusterId: string; names: ReadonlySet<string> },
): Promise<void> {
  const gone = await tx.q.execute<{ id: string }>(sql`
    update nodes set gone_at = now(), ready = false
    where cluster_id = ${report.clusterId} and gone_at is null
      and name not in (select jsonb_array_elements_text(${JSON.stringify([...report.names])}::jsonb))
    returning id`)
  await tx.changed(
    'node',
    gone.map((row) => row.id),
    report.organizationId,
  )
}
