import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]

export interface RecordedFrame {
  from: 'agent' | 'control'
  frame: { t: string; b: Record<string, unknown> }
}

/** What was said between an agent and its control plane, with the schemas that both had then. */
export interface Recording {
  name: string
  protocol: string
  commit: string
  enrolment: { request: Record<string, unknown>; response: Record<string, unknown> }
  frames: RecordedFrame[]
  /** What is wrong with a message for a peer of then; undefined: nothing. */
  problemWith(from: RecordedFrame['from'], t: string, body: unknown): string | undefined
}

const FOLDER = join(import.meta.dirname, '../recordings')

/** Every recorded session, oldest first. */
export function readRecordings(): Recording[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((file) => {
      const [head = '', ...lines] = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n')
      const { protocol, commit, enrolment, agentToControl, controlToAgent } = JSON.parse(head) as {
        protocol: string
        commit: string
        enrolment: Recording['enrolment']
        agentToControl: Record<string, JsonSchema>
        controlToAgent: Record<string, JsonSchema>
      }
      const readers = { agent: new Map<string, z.ZodType>(), control: new Map<string, z.ZodType>() }
      return {
        name: file.replace(/\.jsonl$/, ''),
        protocol,
        commit,
        enrolment,
        frames: lines.map((line) => JSON.parse(line) as RecordedFrame),
        problemWith: (from, t, body) => {
          const schema = (from === 'agent' ? agentToControl : controlToAgent)[t]
          if (schema === undefined) return `${t} was not known then`
          const reader = readers[from].get(t) ?? z.fromJSONSchema(schema)
          readers[from].set(t, reader)
          const parsed = reader.safeParse(body)
          return parsed.success ? undefined : `${t}: ${z.prettifyError(parsed.error)}`
        },
      }
    })
}
