import type { z } from 'zod'
import type { Permission } from '../identity/permissions.ts'
import { AppError } from '../lib/app-error.ts'
import type { Action, AnyAction, OpenAction } from '../app/action.ts'
import type { Context, OpenContext } from '../app/context.ts'

/** Runs a verb for whoever asks: signed in if it must be, with the permission somewhere if it names one. */
export async function runAction<I extends z.ZodType, O extends z.ZodType>(
  action: Action<I, O> | OpenAction<I, O>,
  open: OpenContext,
  known: Context | undefined,
  input: z.output<I>,
): Promise<z.output<O>> {
  if (isOpen(action)) return await action.run(open, input)
  return await action.run(requireAllowed(action.allow, known), input)
}

/** Whoever asks, if they are signed in and have the permission somewhere. */
export function requireAllowed(allow: Permission | 'signed-in', known: Context | undefined): Context {
  if (!known) {
    throw new AppError('UNAUTHENTICATED', 'you are not signed in', {
      hint: 'sign in, or send a token: Authorization: Bearer flt_...',
    })
  }
  if (allow !== 'signed-in' && !known.access.canSomewhere(allow)) known.access.require(allow)
  return known
}

function isOpen<I extends z.ZodType, O extends z.ZodType>(
  action: Action<I, O> | OpenAction<I, O>,
): action is OpenAction<I, O> {
  return (action as AnyAction).allow === 'anyone'
}
