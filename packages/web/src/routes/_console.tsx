import { createFileRoute, redirect } from '@tanstack/react-router'
import { Shell } from '../features/shell/shell.tsx'
import { problemOf } from '../lib/problem.ts'
import { whoamiOptions } from '../lib/whoami.ts'

export const Route = createFileRoute('/_console')({
  codeSplitGroupings: [],
  beforeLoad: async ({ context, location }) => {
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
