import { z } from 'zod'
import { Time } from '../common/schemas.ts'

export const ListDecisions = z.strictObject({
  since: Time.optional().describe('from the section of the log in which this time lies; absent: all that is kept'),
  pageSize: z.coerce.number().int().min(1).max(1000).default(500).describe('a page of large entries may hold fewer'),
  pageToken: z.string().max(64).optional().describe('from `nextPageToken` of the page before'),
})

/** One entry of the decision log. */
export const DecisionEntry = z.object({
  id: z.int(),
  kind: z
    .enum(['world', 'news', 'round'])
    .describe(
      'world: everything that the engine knew, and a section begins; news: what it was told since; round: that, and a plan',
    ),
  epoch: z.int().describe('of the leader that planned'),
  at: Time,
  version: z.string().describe('release that planned it'),
  roundId: z.int().nullable(),
  policy: z.record(z.string(), z.unknown()).nullable(),
  inputs: z
    .looseObject({ now: z.number(), seed: z.number() })
    .describe('whatever the round was asked; chance is a seed')
    .nullable(),
  planSha256: z.string().nullable().describe('of the plan as text'),
  decisions: z.int(),
  payload: z.string().describe('base64 of Zstandard of JSON {deltas, plan}'),
})
export type DecisionEntry = z.infer<typeof DecisionEntry>

export const DecisionPage = z.object({ items: z.array(DecisionEntry), nextPageToken: z.string().nullable() })
