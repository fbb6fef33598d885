import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client'
import { tap } from '@trpc/server/observable'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@fairlead/control-plane/api'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { answersAhead } from './ahead/answers-link.ts'
import { queryClient } from './query-client.ts'

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

const URL_PATH = '/trpc'

const requests = new WeakMap<object, string>()

/** The id of the request that was answered with this, as the audit log names it. Known of answers to changes, as they came. */
export function requestOf(answer: unknown): string | undefined {
  return typeof answer === 'object' && answer !== null ? requests.get(answer) : undefined
}

/** Keeps of every change which request it was, for {@link requestOf}. */
export const rememberRequests: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next(op).pipe(
      tap({
        next: ({ result, context }) => {
          if (op.type !== 'mutation' || result.type !== 'data') return
          const { response } = (context ?? {}) as { response?: Response }
          const request = response?.headers.get('x-request-id')
          if (request && typeof result.data === 'object' && result.data !== null) requests.set(result.data, request)
        },
      }),
    )

/** For calls outside React's rendering: the live stream, bulk actions, pages of a list. */
export const api = createTRPCClient<AppRouter>({
  links: [
    rememberRequests,
    answersAhead,
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url: URL_PATH }),
      false: httpBatchLink({ url: URL_PATH, maxItems: 10, maxURLLength: 6000 }),
    }),
  ],
})

/** Options for `useQuery` and `useMutation`, by procedure. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: api, queryClient })
