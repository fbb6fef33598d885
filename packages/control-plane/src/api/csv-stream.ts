import type { Hono } from 'hono'
import type { CsvList } from '../app/csv-list.ts'
import { transaction, type Context } from '../app/context.ts'
import { exportAudit } from '../audit/export-audit.ts'
import { recordAudit } from '../audit/record.ts'
import { exportUsage } from '../usage/export-usage.ts'
import { exportWorkloads } from '../workloads/export-workloads.ts'
import type { Logger } from '../lib/logger.ts'
import { toAppError, validationError } from './error-map.ts'
import type { HttpEnv } from './http-env.ts'
import { readQuery, REST_PREFIX } from './rest.ts'
import { requireAllowed } from './run-action.ts'

/** Says how many rows the file has, before they come. */
export const ROWS_HEADER = 'fairlead-rows'

/** Lists that are handed out whole. */
export const CSV_LISTS = [exportAudit, exportUsage, exportWorkloads] as unknown as readonly CsvList[]

/**
 * `GET /<list>.csv`: all that a filter has, as a stream that is read from the database a page at a time and only as fast as it is taken. Who took what is
 * in the audit log before the first byte leaves. A refusal is an HTTP status; what breaks off later breaks the connection, so that no part passes for the whole.
 */
export function mountCsv(http: Hono<HttpEnv>): void {
  for (const list of CSV_LISTS) {
    http.get(`${REST_PREFIX}/${list.list}.csv`, async (c) => {
      const { open, known } = c.get('request')
      const ctx = requireAllowed(list.allow, known)
      const filter = list.input.safeParse(readQuery(c.req.queries()))
      if (!filter.success) throw validationError(filter.error)
      const headers = {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${fileName(list, ctx.app.clock.now())}"`,
      }
      if (c.req.method === 'HEAD') return c.body(null, 200, headers)
      const { rows, parts } = await list.open(ctx, filter.data)
      const guarded = open.app.guardStream(ctx, open.signal, () => parts)
      const first = await guarded.next()
      await record(ctx, list, filter.data, rows)
      const body = ReadableStream.from(bytesOf(first, guarded, open.log))
      return c.body(body as ReadableStream, 200, { ...headers, [ROWS_HEADER]: String(rows) })
    })
  }
}

async function* bytesOf(
  first: IteratorResult<string, unknown>,
  rest: AsyncGenerator<string>,
  log: Logger,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  try {
    for (let next = first; !next.done; next = await rest.next()) yield encoder.encode(next.value)
  } catch (error) {
    throw toAppError(error, log)
  } finally {
    await rest.return(undefined)
  }
}

async function record(ctx: Context, list: CsvList, filter: Record<string, unknown>, rows: number): Promise<void> {
  await transaction(ctx, (tx) =>
    recordAudit(tx, ctx, list.name, { kind: 'list', id: list.list, name: list.list }, { format: 'csv', filter, rows }),
  )
}

function fileName(list: CsvList, now: number): string {
  return `${list.list}-${new Date(now).toISOString().slice(0, 10)}.csv`
}
