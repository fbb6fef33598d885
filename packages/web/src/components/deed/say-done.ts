import type { AuditAction } from '@fairlead/control-plane/audit-actions'
import { requestOf } from '../../lib/trpc.ts'
import type { Commands } from '../command/command-box.tsx'
import { toast } from '../toast/toasts.ts'

/** What was done, in the words of whoever did it. */
export interface Said {
  title: string
  detail?: string
  /** `requested`: it is taken down, and somebody else carries it out later, such as an agent. Absent: it is so now. */
  mode?: 'requested'
  /** Where its entries are when several requests did it. */
  audit?: { action: AuditAction }
}

/**
 * Says what was done, with the way to its entry in the audit log and the same as a command. `answers` is what the control plane answered, as it came: one answer or
 * several.
 */
export function sayDone(answers: unknown, { title, detail, mode, audit }: Said, commands: Commands = []): void {
  const requests = new Set((Array.isArray(answers) ? answers : [answers]).map(requestOf))
  const [request] = requests
  const command = commands.find(({ name }) => name === 'CLI')?.text
  toast({
    tone: mode === 'requested' ? 'info' : 'success',
    title,
    ...(detail === undefined ? {} : { detail }),
    ...(requests.size === 1 && request !== undefined ? { audit: { request } } : audit ? { audit } : {}),
    ...(command === undefined ? {} : { command }),
  })
}
