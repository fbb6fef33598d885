import type { ReactNode } from 'react'
import { Button } from '../../components/button/button.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { kindWord } from '../workloads/kinds.ts'
import { priorityName } from '../workloads/priorities.ts'
import type { Submit } from './submit-form.ts'
import classes from './submit-page.module.css'

interface PreviewBoxProps {
  /** The buttons before and after its own. */
  discard: ReactNode
  submit: ReactNode
  request: Submit
  /** Marks what is wrong in the form, and says whether nothing is. */
  isGood: () => boolean
}

/** What the control plane would make of the form, with its template, size and defaults, and what stands against it. Nothing is submitted. */
export function PreviewBox({ request, isGood, discard, submit }: PreviewBoxProps) {
  const preview = useDeed(trpc.workloads.preview.mutationOptions())
  const isOfThis = JSON.stringify(preview.variables) === JSON.stringify(request)
  return (
    <>
      {isOfThis && preview.data ? <Result preview={preview.data} /> : null}
      {isOfThis ? <ProblemNotice error={preview.error} /> : null}
      <div className={classes['actions']}>
        {discard}
        <Button isBusy={preview.isPending} onClick={() => isGood() && preview.mutate(request)}>
          Check it first
        </Button>
        {submit}
      </div>
    </>
  )
}

function Result({ preview }: { preview: Outputs['workloads']['preview'] }) {
  const { kind, replicas, requests, priority, preemptible, warnings } = preview
  const amounts = `${describeAmounts(requests)}${replicas > 1 ? ` for each of ${plural(replicas, 'replica')}` : ''}`
  const rank = `priority ${priorityName(priority)}${preemptible ? '' : ', not preemptible'}`
  return (
    <>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn" title="It would wait.">
          {sentence(warning)}
        </Notice>
      ))}
      <Notice title={warnings.length === 0 ? 'It would be taken.' : 'As it would be taken:'}>
        {kindWord(kind)} with {amounts}; {rank}.
      </Notice>
    </>
  )
}
