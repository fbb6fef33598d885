import type { z } from 'zod'
import type { AuditAction } from '../audit/audit-actions.ts'
import { csvHead, csvRows, type CsvColumn } from '../lib/csv.ts'
import type { Permission } from '../identity/permissions.ts'
import type { Context } from './context.ts'

export interface CsvFile {
  /** How many the filter has now; what comes and goes while the file is written makes it differ. */
  rows: number
  /** The text in parts. Each is read in a transaction of its own, so that a slow reader holds none open. */
  parts: AsyncGenerator<string>
}

/** A list that is handed out whole as CSV, however long it is. `allow` is the least that the caller needs somewhere, as with the list itself. */
export interface CsvList<I extends z.ZodObject = z.ZodObject> {
  /** The operation id in OpenAPI, and the action in the audit log. */
  name: AuditAction
  summary: string
  /** What is handed out; its route is `/api/v1/<list>.csv`. */
  list: 'workloads' | 'audit' | 'usage'
  allow: Permission
  /** The filter of the list, without its pages. */
  input: I
  open: (ctx: Context, filter: z.output<I>) => Promise<CsvFile>
}

export function csvList<I extends z.ZodObject>(definition: CsvList<I>): CsvList<I> {
  return definition
}

/** A file in parts, a page each. The first begins with the names of the columns. */
export async function* csvParts<R>(
  columns: readonly CsvColumn<R>[],
  pages: AsyncIterable<readonly R[]> | Iterable<readonly R[]>,
): AsyncGenerator<string> {
  let head = csvHead(columns)
  for await (const rows of pages) {
    yield head + csvRows(columns, rows)
    head = ''
  }
}
