import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { download } from '../../lib/download.ts'
import { csvHead, csvRows, type CsvColumn } from '../../lib/format/csv.ts'
import { plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { IconButton } from '../button/icon-button.tsx'
import { toast } from '../toast/toasts.ts'

interface CsvButtonProps<R> extends CsvFile<R> {
  /** What is in the file, where a page has several: `prices`. The others have no key. */
  of?: string
  /** The key that does it. */
  keys?: string
}

interface CsvFile<R> {
  /** Of the file, without the day and the ending. */
  name: string
  /** Or how to fetch them, where few will want the file. */
  columns: readonly CsvColumn<R>[] | (() => Promise<readonly CsvColumn<R>[]>)
  readPage: (pageToken: string | undefined) => Promise<{ items: readonly R[]; nextPageToken: string | null }>
}

/** All of a list that is whole already, as {@link CsvButton} reads it. */
export function wholeList<R>(items: readonly R[]) {
  return () => Promise.resolve({ items, nextPageToken: null })
}

/** Everything that the filter says, not only what is loaded, as a file. */
export function CsvButton<R>({ of, keys = 'e', ...file }: CsvButtonProps<R>) {
  const { isBusy, save } = useCsv(file)
  const label = of === undefined ? 'Download as CSV' : `Download ${of} as CSV`
  return (
    <>
      {of === undefined ? <CsvKey keys={keys} save={save} /> : null}
      <IconButton
        label={label}
        {...(of === undefined ? { shortcut: keys.toUpperCase() } : {})}
        disabled={isBusy}
        onClick={save}
      >
        <IconDownload size={16} />
      </IconButton>
    </>
  )
}

function CsvKey({ keys, save }: { keys: string; save: () => void }) {
  useShortcut(keys, 'Download as CSV', 'This page', save)
  return null
}

function useCsv<R>({ name, columns: known, readPage }: CsvFile<R>): { isBusy: boolean; save: () => void } {
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      const columns = typeof known === 'function' ? await known() : known
      const parts = [csvHead(columns)]
      let count = 0
      let token: string | undefined
      do {
        const { items, nextPageToken } = await readPage(token)
        parts.push(csvRows(columns, items))
        count += items.length
        token = nextPageToken ?? undefined
      } while (token !== undefined)
      download(`${name}-${new Date().toISOString().slice(0, 10)}.csv`, parts.join(''), 'text/csv')
      toast({ tone: 'success', title: `${plural(count, 'row')} in the file`, detail: 'Times are in UTC.' })
    } catch (error) {
      toast({ tone: 'error', title: 'The file could not be made', detail: sentence(problemOf(error).message) })
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, save: () => void (isBusy || save()) }
}
