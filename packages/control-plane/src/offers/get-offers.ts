import type { WorkloadUpsert } from '@fairlead/scheduler'
import { isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import type { StartEstimate } from '../common/schemas.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { nodes } from '../db/schema/nodes.ts'
import { askStarts } from '../forecasts/ask-starts.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import type { Offer } from '../scheduling/make-offer.ts'
import { prepareWorkloads } from '../workloads/prepare-workloads.ts'
import { hiderFor } from '../workloads/reader-names.ts'
import { SubmitWorkload } from '../workloads/schemas.ts'
import { upsertOf } from '../workloads/upsert-of.ts'
import { GetOffers, Offers } from './schemas.ts'

/** Each costs the engine a round. */
const PLACES_MAX = 64
/** Each costs some twenty simulated futures. */
const ESTIMATES_MAX = 16
/** Where agents and device plugins write the model down. */
const MODEL_LABELS = ['nvidia.com/gpu.product', 'amd.com/gpu.product-name'] as const

export const getOffers = action({
  name: 'offer.get',
  summary:
    'Where a request could start now, by node pool and cluster: how many would fit, and how many after preemption',
  rest: { method: 'post', path: '/offers' },
  allow: 'workload:submit',
  input: GetOffers,
  output: Offers,
  run: async (ctx, input) => {
    const { workload, pools, places, hide } = await transaction(ctx, async (tx) => {
      const [prepared] = await prepareWorkloads(ctx, tx, [requestOf(input)])
      const all = await tx.q.select().from(nodePools).orderBy(nodePools.name)
      const asked = must(prepared, 'one in, one out')
      const upsert = upsertOf(asked, ctx.app.clock.now())
      return {
        hide: await hiderFor(ctx, tx.q),
        pools: input.nodePool === undefined ? all : all.filter(({ id }) => id === upsert.poolId),
        places: (await tx.q.select().from(clusters)).filter(
          ({ id }) => upsert.clusterIds.length === 0 || upsert.clusterIds.includes(id),
        ),
        workload: input.gpuType === undefined ? upsert : { ...upsert, nodeRules: [await ruleOf(tx.q, input.gpuType)] },
      }
    })
    if (pools.length * places.length > PLACES_MAX) {
      throw new AppError(
        'VALIDATION',
        `${pools.length} pools in ${places.length} clusters are more than can be tried at once`,
        {
          hint: 'name a node pool or clusters',
          issues: [{ path: 'clusters', message: `at most ${PLACES_MAX} places` }],
        },
      )
    }
    const offers = await ctx.app.askEngine({
      kind: 'offer',
      workload,
      poolIds: pools.map(({ id }) => id),
      clusterIds: places.map(({ id }) => id),
      copiesMax: input.copiesMax,
    })
    const starts = input.estimates ? await startsOf(ctx, workload, offers) : []
    const named = offers.map(({ poolId, clusterId, explanation, now, afterPreemption, preemptions }, index) => {
      const pool = must(
        pools.find(({ id }) => id === poolId),
        'it was asked for',
      )
      const cluster = must(
        places.find(({ id }) => id === clusterId),
        'it was asked for',
      )
      return {
        nodePool: { id: pool.id, name: pool.name },
        cluster: { id: cluster.id, name: cluster.name },
        now,
        afterPreemption,
        preemptions,
        reason: explanation ? hide(explanation.message) : null,
        hint: explanation ? hide(explanation.hint) : null,
        start: starts[index] ?? null,
      }
    })
    const key = ({ nodePool, cluster }: (typeof named)[number]) => `${nodePool.name} ${cluster.name}`
    return {
      copiesMax: input.copiesMax,
      items: named.toSorted(
        (a, b) => b.now - a.now || b.afterPreemption - a.afterPreemption || (key(a) < key(b) ? -1 : 1),
      ),
    }
  },
})

/** By offer, when one copy would start there where none does now; those with the most room to come first, as far as there is time. */
async function startsOf(
  ctx: Context,
  workload: WorkloadUpsert,
  offers: readonly Offer[],
): Promise<(StartEstimate | undefined)[]> {
  const asked = [...offers.entries()]
    .filter(([, { now, explanation }]) => now === 0 && explanation?.permanent !== true)
    .toSorted(([, a], [, b]) => b.afterPreemption - a.afterPreemption)
    .slice(0, ESTIMATES_MAX)
  const found = await askStarts(
    ctx,
    asked.map(([index, { poolId, clusterId }]) => {
      const { fallbackPoolIds: _fallbacks, ...alone } = workload
      return { ...alone, id: `${workload.id} ${index}`, poolId, clusterIds: [clusterId] }
    }),
  )
  const starts: (StartEstimate | undefined)[] = []
  for (const [at, [index]] of asked.entries()) starts[index] = found[at] ?? undefined
  return starts
}

/** As a job that asks for this. */
function requestOf({
  project,
  gpu,
  cpu,
  memory,
  replicas,
  priority,
  nodePool,
  clusters,
}: z.output<typeof GetOffers>): SubmitWorkload {
  return SubmitWorkload.parse({
    project,
    kind: replicas > 1 ? 'distributed' : 'job',
    spec: {
      command: ['true'],
      replicas,
      ...(priority === undefined ? {} : { priority }),
      resources: {
        ...(gpu === undefined ? {} : { gpu: gpu / 1000 }),
        ...(cpu === undefined ? {} : { cpu: `${cpu}m` }),
        ...(memory === undefined ? {} : { memory: `${memory}Mi` }),
      },
      placement: { ...(nodePool === undefined ? {} : { nodePool }), clusters },
    },
  })
}

/** On the label that holds the model, for the models that are meant. Throws VALIDATION, naming those that there are. */
async function ruleOf(q: DrizzleTx, type: string): Promise<{ key: string; operator: 'In'; values: string[] }> {
  const rows = await q.select({ labels: nodes.labels, gpu: nodes.gpu }).from(nodes).where(isNull(nodes.goneAt))
  const wanted = type.toLowerCase()
  for (const key of MODEL_LABELS) {
    const values = rows
      .filter(({ labels, gpu }) => [labels[key], gpu?.model].some((model) => model?.toLowerCase().includes(wanted)))
      .flatMap(({ labels }) => labels[key] ?? [])
    if (values.length > 0) return { key, operator: 'In', values: [...new Set(values)].toSorted() }
  }
  const known = [...new Set(rows.flatMap(({ gpu }) => gpu?.model ?? []))].toSorted()
  throw new AppError('VALIDATION', `no node has a GPU of the type "${type}"`, {
    hint: known.length === 0 ? 'no node tells the model of its GPUs' : `there are: ${known.join(', ')}`,
    issues: [{ path: 'gpuType', message: 'no such model' }],
  })
}
