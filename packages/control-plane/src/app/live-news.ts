import type { ChangeTopic } from '../db/schema/changes.ts'

/** Ids of what changed, by topic. `many`: too much to name, read the list again. */
export type LiveBatch =
  | { type: 'reset' }
  | { type: 'changes'; topics: Partial<Record<ChangeTopic, { ids: string[]; many: boolean }>> }

/** News for open consoles. */
export interface LiveNews {
  follow(organizationId: string, signal: AbortSignal): AsyncGenerator<LiveBatch>
}
