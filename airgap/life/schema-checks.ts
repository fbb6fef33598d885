import { z } from 'zod'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Admin } from './life-place.ts'

const state = z.object({
  applied: z.array(z.string()),
  pending: z.array(z.string()),
  fingerprint: z.string(),
  drift: z.array(z.string()).optional(),
  wayBack: z.boolean(),
})
/** The schema of a database, as `admin.js schema` of a release tells it. */
export type SchemaState = z.infer<typeof state>

/** Asks about the schema. */
export async function readSchema(admin: Admin): Promise<SchemaState> {
  return state.parse(JSON.parse(await admin(['schema'])))
}

/** Throws with exit class `data` for a database that should not be migrated as it is, or whose migrations leave no way back. */
export function requireUpgradable({ applied, pending, drift, wayBack }: SchemaState, from: string, to: string): void {
  if (drift === undefined)
    throw new AirgapError('data', `the database has had a migration that ${to} does not know: ${applied.at(-1)}`, {
      hint: 'a newer release has used it: upgrade to that one',
    })
  if (drift.length > 0)
    throw new AirgapError('data', 'the schema of the database is not what its migrations have made', {
      details: drift.slice(0, 20),
      hint: 'somebody has changed these by hand: undo that, or what comes next may fail half way',
    })
  if (!wayBack)
    throw new AirgapError(
      'data',
      `after the migrations of ${to}, ${from} could not run any more: ${pending.join(', ')}`,
      {
        hint: 'upgrade to a release between the two first, as the notes of this one say',
      },
    )
}

/** Throws with exit class `data` for a database that migrations have not brought to where they should have. */
export function requireUpgraded({ pending, drift }: SchemaState, version: string): void {
  if (pending.length === 0 && drift?.length === 0) return
  throw new AirgapError('data', `the schema is not that of ${version}`, {
    details: [...pending.map((tag) => `${tag} has not run`), ...(drift ?? ['it is of a newer release'])],
  })
}
