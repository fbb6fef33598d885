import { useState } from 'react'
import { sayDone } from '../../components/deed/say-done.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'
import type { Step, Suggestion } from './steps-of.ts'

interface ApplyDialogProps {
  suggestion: Suggestion
  steps: readonly Step[]
  name: string
  onClose: () => void
}

/** Asks before a suggestion is carried out: what changes, and whose runs it stops. */
export function ApplyDialog({ suggestion, steps, name, onClose }: ApplyDialogProps) {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { text, preempts, command } = suggestion
  const commands = command === null ? [] : [{ name: 'CLI', text: command }]
  const apply = async () => {
    setBusy(true)
    try {
      const answers: unknown[] = []
      for (const { run } of steps) answers.push(await run())
      for (const key of [trpc.workloads, trpc.queues, trpc.quotas, trpc.clusters])
        void queryClient.invalidateQueries({ queryKey: key.pathKey() })
      sayDone(answers, { title: 'It is done', detail: `The next scheduling round looks at ${name} again.` }, commands)
      onClose()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      title={`Let ${name} start`}
      isOpen
      onClose={onClose}
      isDanger={preempts > 0}
      action={preempts > 0 ? `Apply, and stop ${plural(preempts, 'run')}` : 'Apply'}
      commands={commands}
      isBusy={isBusy}
      error={error}
      onConfirm={() => void apply()}
      consequence={
        <>
          <p>{sentence(text)}</p>
          <p>
            {preempts > 0
              ? `It stops ${plural(preempts, 'run')} of others, which wait again.`
              : 'It stops nothing that runs.'}{' '}
            The scheduler tried it on the state as it was; work that comes in between may be served first.
          </p>
        </>
      }
    />
  )
}
