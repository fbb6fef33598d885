import type { ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'
import { OldMark } from './old-mark.tsx'
import { SkeletonRows } from './skeleton.tsx'
import classes from './states.module.css'

interface ReadProps<T> {
  query: {
    data: T | undefined
    error: unknown
    isPending: boolean
    isError: boolean
    dataUpdatedAt: number
    refetch: () => Promise<unknown>
  }
  /** What is read, in the plural: "sizes". */
  what: string
  /** So many rows are likely to come. */
  rows?: number
  /** With what was read, at whatever age: an error that comes later does not take it away. */
  children: (data: T) => ReactNode
}

/** What a question came to: bars while it is asked, why it failed, or what is shown of its answer. */
export function Read<T>({ query, what, rows, children }: ReadProps<T>) {
  const { data, error, isPending, refetch } = query
  if (data !== undefined) {
    return (
      <>
        {query.isError ? (
          <p className={classes['oldLine']}>
            <OldMark at={query.dataUpdatedAt} />
          </p>
        ) : null}
        {children(data)}
      </>
    )
  }
  if (isPending) return <SkeletonRows what={what} {...(rows === undefined ? {} : { rows })} />
  return <ErrorState title={`The ${what} could not be read`} error={error} onRetry={() => void refetch()} />
}
