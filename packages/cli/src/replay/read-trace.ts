import { CsvError, parse } from 'csv-parse/sync'
import { UsageError } from '../lib/usage-error.ts'
import { OPENB_FIELDS, openbRow } from './openb-row.ts'
import { PHILLY_FIELDS, phillyRow } from './philly-row.ts'
import type { Trace } from './trace.ts'

const FORMATS = [
  { format: 'philly', fields: PHILLY_FIELDS, read: phillyRow },
  { format: 'openb', fields: OPENB_FIELDS, read: openbRow },
] as const

export interface CsvRow {
  line: number
  record: Record<string, string | undefined>
  /** How many fields the line has. */
  width: number
}

/** Rows of a CSV file by the names in its first line. A broken line is a row like any other: its reader says what is wrong with it. */
export function readCsv(text: string): { header: string[]; rows: CsvRow[] } {
  const [first, ...rest] = recordsOf(text)
  const header = first?.record ?? []
  const rows = rest.map(({ record, line }) => ({
    line,
    record: Object.fromEntries(header.map((name, index) => [name, record[index]])),
    width: record.length,
  }))
  return { header, rows }
}

function recordsOf(text: string): { record: string[]; line: number }[] {
  if (!text.includes('"')) return parseText(text).map(({ record, info }) => ({ record, line: info.lines }))
  // Traces have no field over two lines, so a quote that is not closed ends with its line and not with the file.
  return text.split(/\r?\n/).flatMap((one, index) => {
    try {
      return parseText(one).map(({ record }) => ({ record, line: index + 1 }))
    } catch (error) {
      if (error instanceof CsvError) return [{ record: [], line: index + 1 }]
      throw error
    }
  })
}

function parseText(text: string): { record: string[]; info: { lines: number } }[] {
  return parse(text, {
    info: true,
    bom: true,
    trim: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }) as unknown as { record: string[]; info: { lines: number } }[]
}

/** A trace in one of the formats that are known by their header, in order of submission. */
export function readTrace(file: string, text: string): Trace {
  const { header, rows } = readCsv(text)
  const found = FORMATS.find(({ fields }) => fields.every((field) => header.includes(field)))
  if (!found) {
    throw new UsageError('this is no trace that is known here: its first line names other fields', {
      where: `${file}:1`,
      hint: 'give one with the fields of one of these lines',
      details: FORMATS.map(({ format, fields }) => `  ${format}: ${fields.join(',')}`),
    })
  }
  const trace: Trace = { format: found.format, jobs: [], malformed: [], skipped: [] }
  for (const { line, record, width } of rows) {
    if (width !== header.length) {
      trace.malformed.push({ line, reason: `${width} fields in place of ${header.length}` })
      continue
    }
    const result = found.read(record, line)
    if ('job' in result) trace.jobs.push(result.job)
    else if ('malformed' in result) trace.malformed.push({ line, reason: result.malformed })
    else trace.skipped.push({ line, reason: result.skipped })
  }
  trace.jobs.sort((a, b) => a.submitAt - b.submitAt || a.line - b.line)
  return trace
}
