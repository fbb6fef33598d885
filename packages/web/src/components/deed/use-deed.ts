import { useMutation, type QueryKey, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import type { Commands } from '../command/command-box.tsx'
import { toast } from '../toast/toasts.ts'
import { putAhead, type Ahead } from './put-ahead.ts'
import { sayDone, type Said } from './say-done.ts'

/** One thing that somebody does to what others see too. */
export interface Deed<R, I> {
  /** What is said when it worked. Absent, or nothing: the page shows it by itself. */
  said?: (answer: R, input: I) => Said | undefined
  /** The same by hand, as it was shown before. */
  commands?: Commands
  /** What was read of it, and is read again. */
  reads?: readonly { pathKey: () => QueryKey }[]
  /** Shown at once, before it is answered, and taken back when it is refused. For what can be undone by doing it again the other way. */
  ahead?: (input: I) => readonly Ahead[]
  /** After it was said: closes a dialog, leads somewhere. */
  after?: (answer: R, input: I) => void
  /** What is said when it was refused, where no dialog shows the refusal. */
  failed?: string
  /** With a refusal, for whoever shows it at its field. */
  refused?: (error: unknown) => void
}

/** A mutation that is said, has a way to its entry in the audit log, and lets be read again what it changed. The one way in which the console changes things. */
export function useDeed<R, E, I>(
  options: UseMutationOptions<R, E, I>,
  { said, commands, reads = [], ahead, after, failed, refused }: Deed<R, I> = {},
): UseMutationResult<R, E, I> {
  const readAgain = () => {
    for (const path of reads) void queryClient.invalidateQueries({ queryKey: path.pathKey() })
  }
  return useMutation<R, E, I, (() => void) | undefined>({
    ...options,
    onMutate: async (input) => {
      return ahead && (await putAhead(queryClient, ahead(input)))
    },
    onSuccess: (answer, input) => {
      readAgain()
      const words = said?.(answer, input)
      if (words) sayDone(answer, words, commands)
      after?.(answer, input)
    },
    onError: (error, _input, takeBack) => {
      refused?.(error)
      takeBack?.()
      if (takeBack) readAgain()
      if (failed !== undefined) toast({ tone: 'error', title: failed, detail: sentence(problemOf(error).message) })
    },
  })
}
