import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyButton } from '../../components/command/copy-button.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { useWhoami, whoCan } from '../../lib/whoami.ts'
import type { Why } from './gates.ts'
import { stepsOf, type Step, type Suggestion } from './steps-of.ts'
import classes from './explain.module.css'

const ApplyDialog = lazy(() => import('./apply-dialog.tsx').then((module) => ({ default: module.ApplyDialog })))

const WHO = { owner: 'Its owner can do that.', admin: 'An admin can do that.', nobody: '' }

/** What would help, each tried by the scheduler on the state as it is, with a button where the reader may do it. */
export function Suggestions({ why }: { why: Why }) {
  const { suggestions, workload } = why
  const whoami = useWhoami()
  const [chosen, setChosen] = useState<{ suggestion: Suggestion; steps: Step[] }>()
  if (!suggestions || suggestions.length === 0) return null
  return (
    <div className={classes['suggestions']}>
      <h3>Tried, and it would start</h3>
      <ul>
        {suggestions.map((suggestion) => {
          const steps = stepsOf(suggestion, workload.id)
          const isMine = steps?.every(({ permission }) => whoCan(whoami, permission)) === true
          return (
            <li key={`${suggestion.code} ${suggestion.text}`}>
              <p>
                <b>{sentence(suggestion.text)}</b> {isMine ? null : <span>{WHO[suggestion.by]}</span>}
              </p>
              {suggestion.command === null ? null : (
                <div className={classes['command']}>
                  <code>{suggestion.command}</code>
                  <CopyButton text={suggestion.command} label="Copy command" />
                  {steps && isMine ? (
                    <Button size="small" onClick={() => setChosen({ suggestion, steps })}>
                      Apply …
                    </Button>
                  ) : null}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      <Suspense fallback={null}>
        {chosen ? <ApplyDialog {...chosen} name={workload.name} onClose={() => setChosen(undefined)} /> : null}
      </Suspense>
    </div>
  )
}
