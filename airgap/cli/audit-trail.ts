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
  // One that a killed run has cut off stays, for whoever checks, and the trail goes on after it.
  const last = textsIn(file)
    .map(parseLine)
    .findLast((line) => line !== undefined)
  const body = {
    seq: (last?.seq ?? 0) + 1,
    at: new Date(entry.at).toISOString(),
    action: entry.action,
    details: entry.details,
    previous: last?.hash ?? FIRST,
  }
  const line: AuditLine = { ...body, hash: hashOf(body) }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const isCut = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8'))
  appendFileSync(file, `${isCut ? '\n' : ''}${JSON.stringify(line)}\n`, { mode: 0o600 })
  return line
}

export interface Trail {
  /** How many lines follow each other from the first one on. */
  lines: number
  /** The hash of the last of them: whoever has noted it elsewhere sees later that none was taken away at the end. */
  head: string
  /** The first sentence about what is wrong. */
  problem: string | undefined
}

/** Follows a trail from its first line to its last, or to where it is broken. One that is not there has no lines. */
export function checkAudit(file: string): Trail {
  const trail: Trail = { lines: 0, head: FIRST, problem: undefined }
  for (const text of textsIn(file)) {
    const number = trail.lines + 1
    const line = parseLine(text)
    if (line === undefined) return { ...trail, problem: `line ${number} is not whole` }
    const { hash, ...body } = line
    if (line.seq !== number)
      return { ...trail, problem: `line ${number} has the number ${line.seq}: a line is missing` }
    if (line.previous !== trail.head) return { ...trail, problem: `line ${number} does not follow the line before it` }
    if (hash !== hashOf(body)) return { ...trail, problem: `line ${number} was changed` }
    trail.lines = number
    trail.head = hash
  }
  return trail
}

function textsIn(file: string): string[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}

function parseLine(text: string): AuditLine | undefined {
  try {
    const line = JSON.parse(text) as AuditLine | null
    return typeof line === 'object' && line !== null ? line : undefined
  } catch {
    return undefined
  }
}

function hashOf(body: Omit<AuditLine, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex')
}
