import { existsSync } from 'node:fs'
import { join } from 'node:path'

const CHECKOUT = join(import.meta.dirname, '../../../..')
const AGENT = join(CHECKOUT, 'packages/agent/bin/fairlead-agent.mjs')
/** The pinned one under a short name, where it is there. */
const NODE = join(CHECKOUT, 'node_modules/.bin/node')

/** How an agent is started on this machine: from the checkout that this command is part of, or as the installed program. */
export function findAgent(): { command: string; args: string[] } {
  if (!existsSync(AGENT)) return { command: 'fairlead-agent', args: [] }
  return { command: existsSync(NODE) ? NODE : process.execPath, args: [AGENT] }
}
