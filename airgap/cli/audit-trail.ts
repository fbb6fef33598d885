import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One line of the trail. Each holds the hash of the one before, so that no line can be changed or taken away unseen, but for the last ones. */
export interface AuditLine {
  seq: number
  at: string
  /** What was done, such as `prepare backend`. */
  action: string
  details: Record<string, unknown>
  previous: string
  hash: string
}

const FIRST = '0'.repeat(64)

/** Appends one line and answers it. */
export function appendAudit(
  file: string,
  entry: { at: number; action: string; details: Record<string, unknown> },
): AuditLine {
  const last = readLines(file).at(-1)
  const body = {
    seq: (last?.seq ?? 0) + 1,
    at: new Date(entry.at).toISOString(),
    action: entry.action,
    details: entry.details,
    previous: last?.hash ?? FIRST,
  }
  const line: AuditLine = { ...body, hash: hashOf(body) }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 })
  return line
}

/** Answers the first sentence about what is wrong with a trail, or undefined. */
export function checkAudit(file: string): string | undefined {
  let previous = FIRST
  for (const [index, line] of readLines(file).entries()) {
    const { hash, ...body } = line
    if (line.seq !== index + 1) return `line ${index + 1} has the number ${line.seq}: a line is missing`
    if (line.previous !== previous) return `line ${line.seq} does not follow the line before it`
    if (hash !== hashOf(body)) return `line ${line.seq} was changed`
    previous = hash
  }
  return undefined
}

function readLines(file: string): AuditLine[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditLine)
}

function hashOf(body: Omit<AuditLine, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex')
}
