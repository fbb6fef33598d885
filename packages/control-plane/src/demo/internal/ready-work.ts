import type { Arrival } from '@fairlead/scheduler'
import type { Context } from '../../app/context.ts'
import type { Tx } from '../../db/tx.ts'
import { SubmitWorkload } from '../../workloads/schemas.ts'
import { prepareWorkloads } from '../../workloads/prepare-workloads.ts'
import { upsertOf } from '../../workloads/upsert-of.ts'
import { demoId } from './demo-id.ts'
import type { DrawnWork } from './draw-work.ts'
import type { DemoPerson } from './lay-out.ts'

type Prepared = Awaited<ReturnType<typeof prepareWorkloads>>[number]

/** Work of the demo as a submission would have written it, and as the engine is told of it. */
export interface ReadyWork {
  person: DemoPerson
  projectName: string
  namespace: string
  row: Prepared['row']
  spec: Prepared['spec']
  exitCode: number
  usage: number | undefined
  cancelledAt: number | undefined
  arrival: Arrival
}

/** Takes drawn work through what every submission goes through: checks, defaults, pods. Writes nothing. In order of time. */
export async function readyWork(ctx: Context, tx: Tx, drawn: readonly DrawnWork[], seed: number): Promise<ReadyWork[]> {
  const ready: ReadyWork[] = []
  const numbered = drawn.map((one, index) => ({ ...one, index }))
  for (const mine of Map.groupBy(numbered, ({ person }) => person.id).values()) {
    const [{ person } = { person: undefined }] = mine
    if (!person) continue
    const as: Context = { ...ctx, actor: { kind: 'user', id: person.id, name: person.name } }
    const prepared = await prepareWorkloads(
      as,
      tx,
      mine.map(({ input }) => SubmitWorkload.parse(input)),
    )
    for (const [place, { row, spec, project }] of prepared.entries()) {
      const one = mine[place]
      if (!one) continue
      const id = demoId(one.at, `${seed} work ${one.index}`, ctx.organizationId)
      const own = { ...row, id, idempotencyKey: `demo-${id}` }
      const workload = upsertOf({ row: own, spec, project }, one.at)
      ready.push({
        person,
        projectName: project.name,
        namespace: project.namespace,
        row: own,
        spec,
        exitCode: one.exitCode,
        usage: one.usage,
        cancelledAt: one.cancelledAt,
        arrival: { at: one.at, workload, runtimeMs: one.runtimeMs },
      })
    }
  }
  return ready.toSorted((a, b) => a.arrival.at - b.arrival.at || (a.row.id < b.row.id ? -1 : 1))
}
