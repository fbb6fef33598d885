import { createFileRoute, redirect } from '@tanstack/react-router'
import { Shell } from '../features/shell/shell.tsx'
import { currentPrefs } from '../lib/prefs.ts'
import { problemOf } from '../lib/problem.ts'
import { readScope, type ScopeText } from '../lib/scope-text.ts'
import { defined } from '../lib/search.ts'
import { whoamiOptions } from '../lib/whoami.ts'

export const Route = createFileRoute('/_console')({
  codeSplitGroupings: [],
  validateSearch: (search): { scope?: ScopeText | undefined } => defined({ scope: readScope(search['scope']) }),
  // A link that says nothing of the scope stays in it.
  search: {
    middlewares: [
      ({ search, next }) => {
        const wanted = next(search)
        return 'scope' in wanted || search.scope === undefined ? wanted : { ...wanted, scope: search.scope }
      },
    ],
  },
  beforeLoad: async ({ context, location, search }) => {
    const kept = readScope(currentPrefs().scope)
    if (search.scope === undefined && kept !== undefined) {
      // The router knows redirects by being thrown.
      // oxlint-disable-next-line typescript/only-throw-error
      throw redirect({ to: location.pathname, search: { ...location.search, scope: kept }, replace: true })
    }
    try {
      await context.queryClient.ensureQueryData(whoamiOptions)
    } catch (error) {
      if (problemOf(error).code !== 'UNAUTHENTICATED') throw error
      // The router knows redirects by being thrown.
      // oxlint-disable-next-line typescript/only-throw-error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
  },
  component: Shell,
})
