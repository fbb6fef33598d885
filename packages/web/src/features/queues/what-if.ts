import type { Inputs } from '../../lib/trpc.ts'

type Change = Inputs['whatIf']['run']['changes'][number]
export const WINDOWS = ['1d', '7d', '30d'] as const
export type Window = (typeof WINDOWS)[number]

/** The form as it is typed: an empty field changes nothing. */
export interface WhatIfFields {
  project: string
  pool: string
  deserved: string
  limit: string
  /** Like which node, and how many. */
  node: string
  addNodes: string
  window: Window
}

type Problems = Partial<Record<'deserved' | 'limit' | 'addNodes' | 'node', string>>

/** What the form asks to try, and what is wrong with it. */
export function changesOf(fields: WhatIfFields): { changes: Change[]; problems: Problems } {
  const problems: Problems = {}
  const deserved = boundOf(fields.deserved)
  const limit = boundOf(fields.limit)
  if (deserved === 'wrong') problems.deserved = 'Give a number of GPUs, or unlimited.'
  if (limit === 'wrong') problems.limit = 'Give a number of GPUs, or unlimited.'
  const count = fields.addNodes.trim() === '' ? 0 : Number(fields.addNodes)
  if (!Number.isInteger(count) || count < 0 || count > 10_000) problems.addNodes = 'Give a whole number up to 10,000.'
  else if (count > 0 && fields.node === '') problems.node = 'Choose a node that they are like.'
  const gpu = {
    ...(deserved === undefined || deserved === 'wrong' ? {} : { deserved }),
    ...(limit === undefined || limit === 'wrong' ? {} : { limit }),
  }
  const changes: Change[] = [
    ...(Object.keys(gpu).length > 0
      ? [{ kind: 'quota' as const, project: fields.project, nodePool: fields.pool, gpu }]
      : []),
    ...(count > 0 && fields.node !== '' && !problems.addNodes
      ? [{ kind: 'add-nodes' as const, count, like: fields.node }]
      : []),
  ]
  return { changes, problems }
}

function boundOf(text: string): number | 'unlimited' | 'wrong' | undefined {
  const word = text.trim().toLowerCase()
  if (word === '') return undefined
  if (word === 'unlimited') return word
  const value = Number(word)
  return Number.isFinite(value) && value >= 0 && value <= 100_000 ? value : 'wrong'
}
