import { csvHead, csvRows, type CsvColumn } from '@fairlead/control-plane/csv'
import { download } from '../../lib/download.ts'
import { CsvSave, type CsvKeys } from './csv-save.tsx'

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
export function CsvButton<R>({ of, keys, ...file }: CsvFile<R> & CsvKeys) {
  return (
    <CsvSave {...(of === undefined ? {} : { of })} {...(keys === undefined ? {} : { keys })} save={() => save(file)} />
  )
}

async function save<R>({ name, columns: known, readPage }: CsvFile<R>): Promise<number> {
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
  return count
}
