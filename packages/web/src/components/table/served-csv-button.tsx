import { CsvSave, type CsvKeys } from './csv-save.tsx'

interface ServedCsvProps extends CsvKeys {
  list: 'workloads' | 'audit' | 'usage'
  /** The filter as the API takes it, asked for when the file is. */
  filter: () => Readonly<Record<string, unknown>>
  /** Of the file, without the day and the ending. Absent: that of the list. */
  name?: string
}

/** A list that may be long as a file that the control plane writes: all that the filter has, and an entry in the audit log. */
export function ServedCsvButton({ list, filter, name = list, ...keys }: ServedCsvProps) {
  return (
    <CsvSave {...keys} save={async () => (await import('../../lib/fetch-csv.ts')).fetchCsv(list, filter(), name)} />
  )
}
