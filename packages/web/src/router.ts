import { createRouter } from '@tanstack/react-router'
import { RouteFailure } from './features/shell/route-failure.tsx'
import { PageNotFound } from './features/shell/not-found.tsx'
import { queryClient } from './lib/query-client.ts'
import { routeTree } from './route-tree.gen.ts'

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // What is fresh is the data cache's to say.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  defaultErrorComponent: RouteFailure,
  defaultNotFoundComponent: PageNotFound,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** The word of this route in the breadcrumb. */
    crumb?: string
  }
}
