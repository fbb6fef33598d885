import type { CsvColumn } from '../../lib/format/csv.ts'
import type { Resource, Usage } from './figures-of.ts'

type Line = Usage['lines'][number]

/** Lines as a file: all figures of both resources, whatever is shown. */
export function usageCsv(name: string, currency: string | null = null): readonly CsvColumn<Line>[] {
  const of = (resource: Resource): CsvColumn<Line>[] => {
    const title = resource.toUpperCase()
    return [
      { header: `${title} hours allocated`, value: (line) => line[resource].allocated },
      { header: `${title} hours measured`, value: (line) => line[resource].measured },
      { header: `${title} hours used`, value: (line) => line[resource].used },
      { header: `${title} hours over quota`, value: (line) => line[resource].overQuota },
    ]
  }
  return [
    { header: 'id', value: (line) => line.id },
    { header: name.toLowerCase(), value: (line) => line.name },
    ...of('gpu'),
    ...of('cpu'),
    ...(currency === null
      ? []
      : [
          { header: `cost ${currency}`, value: (line: Line) => line.cost },
          { header: 'GPU hours without a price', value: (line: Line) => line.unpriced },
        ]),
  ]
}
