import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { ErrorState } from '../../components/states/error-state.tsx'
import { problemOf } from '../../lib/problem.ts'
import { NotFound } from './not-found.tsx'

/** A page that could not be shown. What stands around it stays. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const boundary = useQueryErrorResetBoundary()
  if (problemOf(error).code === 'NOT_FOUND') return <NotFound what={problemOf(error).message} />
  return (
    <ErrorState
      title="This page could not be shown"
      error={error}
      onRetry={() => {
        boundary.reset()
        reset()
        void router.invalidate()
      }}
    />
  )
}
