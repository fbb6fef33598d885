import type { LogEvent } from '../app/open-logs.ts'

type Line = Extract<LogEvent, { type: 'lines' }>['lines'][number]

/**
 * Only the lines that contain a text, whatever its case, with some lines before and behind each, of its own replica. A text and no pattern: a
 * pattern of somebody else's would hold up everybody. Missing parts and the end are told as they are.
 */
export async function* searchLines(
  events: AsyncGenerator<LogEvent>,
  { search, context }: { search: string; context: number },
): AsyncGenerator<LogEvent> {
  const wanted = search.toLowerCase()
  const before = new Map<number, Line[]>()
  const behind = new Map<number, number>()
  for await (const event of events) {
    if (event.type !== 'lines') {
      yield event
      continue
    }
    const found: Line[] = []
    for (const line of event.lines) {
      const earlier = before.get(line.replica) ?? []
      const left = behind.get(line.replica) ?? 0
      if (line.text.toLowerCase().includes(wanted)) {
        found.push(...earlier, line)
        before.set(line.replica, [])
        behind.set(line.replica, context)
      } else if (left > 0) {
        found.push(line)
        behind.set(line.replica, left - 1)
      } else if (context > 0) {
        before.set(line.replica, [...earlier, line].slice(-context))
      }
    }
    if (found.length > 0) yield { ...event, lines: found }
  }
}
