import { initTRPC, TRPCError } from '@trpc/server'
import type { z } from 'zod'
import type { Problem } from '../common/schemas.ts'
import { AppError } from '../lib/app-error.ts'
import type { Action, OpenAction } from '../app/action.ts'
import type { Context, OpenContext } from '../app/context.ts'
import { ERROR_MAP, problemOf, toAppError } from './error-map.ts'
import { runAction } from './run-action.ts'

export interface TrpcContext {
  open: OpenContext
  known: Context | undefined
}

const t = initTRPC.context<TrpcContext>().create({
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter: ({ shape, error, ctx }) => {
    const requestId = ctx?.open.requestId ?? ''
    const refusal =
      error.cause instanceof AppError
        ? error.cause
        : new AppError(
            error.code === 'BAD_REQUEST' ? 'VALIDATION' : 'INTERNAL',
            error.code === 'BAD_REQUEST' ? error.message : 'something went wrong on our side',
          )
    const problem: Problem['error'] = problemOf(refusal, requestId).error
    // The stack never leaves, and the message is the public one.
    return {
      ...shape,
      message: problem.message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, problem },
    }
  },
})

export const router = t.router

const procedure = t.procedure.use(async ({ ctx, next }) => {
  const result = await next()
  if (result.ok) return result
  const cause = result.error.cause
  const refusal = toAppError(
    result.error.code === 'BAD_REQUEST' && cause ? cause : (cause ?? result.error),
    ctx.open.log,
  )
  throw new TRPCError({ code: ERROR_MAP[refusal.code].trpc, message: refusal.message, cause: refusal })
})

/** A verb that only reads, as a tRPC query. */
export function query<I extends z.ZodType, O extends z.ZodType>(action: Action<I, O> | OpenAction<I, O>) {
  return procedure
    .input(action.input)
    .query(({ ctx, input }): Promise<z.output<O>> => runAction(action, ctx.open, ctx.known, input as z.output<I>))
}

/** A verb that changes something, as a tRPC mutation. */
export function mutation<I extends z.ZodType, O extends z.ZodType>(action: Action<I, O> | OpenAction<I, O>) {
  return procedure
    .input(action.input)
    .mutation(({ ctx, input }): Promise<z.output<O>> => runAction(action, ctx.open, ctx.known, input as z.output<I>))
}

/** For subscriptions: somebody signed in. */
export const signedIn = procedure.use(({ ctx, next }) => {
  if (!ctx.known) throw new AppError('UNAUTHENTICATED', 'you are not signed in', { hint: 'sign in' })
  return next({ ctx: { ...ctx, known: ctx.known } })
})
