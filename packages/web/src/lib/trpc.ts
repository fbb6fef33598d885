import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@fairlead/control-plane/api'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { queryClient } from './query-client.ts'

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

const URL_PATH = '/trpc'

/** For calls outside React's rendering: the live stream, bulk actions, pages of a list. */
export const api = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url: URL_PATH }),
      false: httpBatchLink({ url: URL_PATH, maxItems: 10, maxURLLength: 6000 }),
    }),
  ],
})

/** Options for `useQuery` and `useMutation`, by procedure. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: api, queryClient })
