import { lazy, Suspense } from 'react'
import type { EmptyPlace } from './first-commands.ts'

const Steps = lazy(() => import('./first-steps.tsx').then((module) => ({ default: module.FirstSteps })))

/** What to do first in an empty place, in a project of the reader's or the first of theirs. It is fetched when there is one: few pages stay empty. */
export function FirstSteps(props: { of: EmptyPlace; project?: string }) {
  return (
    <Suspense fallback={null}>
      <Steps {...props} />
    </Suspense>
  )
}
