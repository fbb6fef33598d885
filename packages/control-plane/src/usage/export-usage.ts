import { csvList, csvParts } from '../app/csv-list.ts'
import type { CsvColumn } from '../lib/csv.ts'
import { getUsage } from './get-usage.ts'
import { GetUsage, type Usage } from './schemas.ts'

type Line = Usage['lines'][number]
type By = keyof typeof NAMES

const NAMES = { project: 'project', user: 'user', department: 'department', pool: 'node pool', cluster: 'cluster' }

/** All figures of both resources. Costs stand there when there is a price book. */
function columnsOf(by: By, currency: string | null): readonly CsvColumn<Line>[] {
  const of = (resource: 'gpu' | 'cpu'): CsvColumn<Line>[] => {
    const title = resource.toUpperCase()
    return [
      { header: `${title} hours allocated`, value: (line) => line[resource].allocated },
      { header: `${title} hours measured`, value: (line) => line[resource].measured },
      { header: `${title} hours used`, value: (line) => line[resource].used },
      { header: `${title} hours over quota`, value: (line) => line[resource].overQuota },
    ]
  }
  return [
    { header: 'id', value: ({ id }) => id },
    { header: NAMES[by], value: ({ name }) => name },
    ...of('gpu'),
    ...of('cpu'),
    ...(currency === null
      ? []
      : [
          { header: `cost ${currency}`, value: ({ cost }: Line) => cost },
          { header: 'GPU hours without a price', value: ({ unpriced }: Line) => unpriced },
        ]),
  ]
}

/** Hours by whom, as a file: a line for each that held something. */
export const exportUsage = csvList({
  name: 'usage.export',
  summary: 'GPU and CPU hours held, used and over quota in a time as CSV, a row for each that held something',
  list: 'usage',
  allow: 'workload:read',
  input: GetUsage,
  open: async (ctx, filter) => {
    const { lines, currency } = await getUsage.run(ctx, filter)
    return { rows: lines.length, parts: csvParts(columnsOf(filter.by, currency), [lines]) }
  },
})
