import { lazy, Suspense } from 'react'
import { Button } from '../../components/button/button.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { triedOf, type SetQuota } from './quota-request.ts'
import classes from './org.module.css'

const WhatIfResult = lazy(() =>
  import('../queues/what-if-result.tsx').then((module) => ({ default: module.WhatIfResult })),
)

/** Past work played again with a quota that is not set yet: who would have waited less, who longer, and whose runs would have been stopped. */
export function QuotaTrial({ request }: { request: SetQuota }) {
  const run = useDeed(trpc.whatIf.run.mutationOptions())
  const tried = triedOf(request)
  useShortcut('w', 'Try the quota on past work', 'This page', () => {
    if (tried && !run.isPending) run.mutate({ changes: [tried], window: '7d' })
  })
  if (!tried) return null
  const isOfThis = JSON.stringify(run.variables?.changes) === JSON.stringify([tried])
  return (
    <>
      <div>
        <Button size="small" isBusy={run.isPending} onClick={() => run.mutate({ changes: [tried], window: '7d' })}>
          Try it on the last 7 days
        </Button>
      </div>
      {isOfThis ? <ProblemNotice error={run.error} /> : null}
      {isOfThis && run.data ? (
        <Suspense fallback={null}>
          <div className={classes['trial']}>
            <WhatIfResult key={run.submittedAt} report={run.data} />
          </div>
        </Suspense>
      ) : null}
    </>
  )
}
