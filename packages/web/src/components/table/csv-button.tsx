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

interface CsvButtonProps<R> {
  /** Of the file, without the day and the ending. */
  name: string
  columns: readonly CsvColumn<R>[]
  readPage: (pageToken: string | undefined) => Promise<{ items: readonly R[]; nextPageToken: string | null }>
}

/** Everything that the filter says, not only what is loaded, as a file. */
export function CsvButton<R>({ name, columns, readPage }: CsvButtonProps<R>) {
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
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
  useShortcut('e', 'Download as CSV', 'This page', () => void (isBusy || save()))
  return (
    <IconButton label="Download as CSV" shortcut="E" disabled={isBusy} onClick={() => void save()}>
      <IconDownload size={16} />
    </IconButton>
  )
}
