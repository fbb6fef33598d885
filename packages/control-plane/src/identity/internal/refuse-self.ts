import type { Context } from '../../app/context.ts'
import { AppError } from '../../lib/app-error.ts'

/** Throws CONFLICT when somebody is about to shut themselves out. */
export function refuseSelf({ actor }: Context, user: { id: string }, what: 'disable' | 'remove'): void {
  if (actor.id !== user.id) return
  throw new AppError('CONFLICT', `you cannot ${what} yourself`, { hint: 'another admin can' })
}
