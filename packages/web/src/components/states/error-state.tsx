import { Button } from '../button/button.tsx'
import { CopyButton } from '../command/copy-button.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { isPassing, problemOf } from '../../lib/problem.ts'
import classes from './states.module.css'

interface ErrorStateProps {
  /** What could not be done, as a sentence: "The clusters could not be read". */
  title: string
  error: unknown
  onRetry?: () => void
}

/** What failed, whether it is tried again, and what to quote when asking for help. */
export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  const problem = problemOf(error)
  const isForbidden = problem.code === 'FORBIDDEN'
  const details = [problem.code, problem.message, problem.requestId ? `request ${problem.requestId}` : '']
  return (
    <div className={classes['box']} role="alert">
      <h2 className={classes['title']}>{isForbidden ? 'You may not see this' : title}</h2>
      <p className={classes['text']}>
        {sentence(problem.message)} {problem.hint ? sentence(problem.hint) : ''}
      </p>
      <div className={classes['meta']}>
        <span>
          <code>{problem.code}</code>
          {problem.requestId ? (
            <>
              {' · request '}
              <code>{problem.requestId}</code>
            </>
          ) : null}
        </span>
        <CopyButton text={details.filter(Boolean).join('\n')} label="Copy details" />
      </div>
      {onRetry && (isPassing(problem) || problem.code === 'CONSOLE') ? (
        <div className={classes['actions']}>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      ) : null}
    </div>
  )
}
