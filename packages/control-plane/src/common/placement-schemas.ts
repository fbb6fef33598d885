import { z } from 'zod'

/** Where replicas may stand, as people write it. The words are the engine's own. */

const Key = z.string().min(1).max(316)
const Values = z.array(z.string().max(63)).max(100).default([])

/** One test on labels. Of a list of them, all must hold. */
export const LabelRule = z
  .strictObject({
    key: Key,
    operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']),
    values: Values,
  })
  .superRefine(({ operator, values }, problem) => {
    const say = (message: string) => problem.addIssue({ code: 'custom', path: ['values'], message })
    if ((operator === 'In' || operator === 'NotIn') && values.length === 0) say(`${operator} needs a value at least`)
    if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) say(`${operator} takes no values`)
    const isNumber = values.length === 1 && /^-?\d{1,15}$/.test(values[0] ?? '')
    if ((operator === 'Gt' || operator === 'Lt') && !isNumber) say(`${operator} needs one whole number`)
  })
export type LabelRule = z.output<typeof LabelRule>

const Level = Key.describe('`node`, `cluster`, or a label of nodes')
const Neighbours = z.strictObject({
  level: Level,
  labels: z
    .record(Key, z.string().max(63))
    .refine((labels) => Object.keys(labels).length > 0, 'give at least one label'),
})

/** Fields of a placement beyond pools, clusters and taints. */
export const PlacementRules = {
  clusterRules: z.array(LabelRule).max(50).optional().describe('on labels of clusters: regions, residency'),
  nodeRules: z.array(LabelRule).max(50).optional().describe('on labels of nodes'),
  nodePreferences: z
    .array(z.strictObject({ weight: z.int().min(1).max(100), rules: z.array(LabelRule).min(1).max(50) }))
    .max(20)
    .optional()
    .describe('nodes with the larger sum of weights go first'),
  topology: z
    .strictObject({
      required: Key.optional().describe('all replicas in one domain of this label'),
      preferred: Key.optional().describe('in one domain of this label if it can be, else of the next farther one'),
    })
    .optional(),
  apartBy: Level.optional().describe('no two replicas in one domain of this level'),
  near: z.array(Neighbours).max(10).optional().describe('with runs of the project that have these labels'),
  apart: z.array(Neighbours).max(10).optional().describe('away from runs of the project that have these labels'),
}
