import { linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { hasCode, readIfThere } from '../lib/files.ts'
import { bootId, identify, isAlive, type ProcessIdentity } from '../lib/process-identity.ts'
import { StartupError } from '../lib/startup-error.ts'

const Holder = z.object({ pid: z.int(), start: z.string(), boot: z.string(), host: z.string() })

const TRIES_MAX = 10

/**
 * Makes this process the only agent of a state folder, until it ends: there is nothing to release.
 *
 * Locks are files `lock.<n>`, and the holder of the highest number has the folder. A number is taken by a hard link, which
 * only one process can make, and the highest file is never deleted, so that a slow rival that saw an older state cannot
 * take a number twice. Throws {@link StartupError} when another agent that lives has it.
 */
export function lockStateDir(stateDir: string): void {
  const boot = bootId()
  const self = identify(process.pid, boot)
  if (self === undefined) throw new StartupError('this host does not say when a process was started; the lock needs it')
  const claim = join(stateDir, `lock.claim-${process.pid}`)
  writeFileSync(claim, `${JSON.stringify({ ...self, host: hostname() })}\n`, { mode: 0o600 })
  try {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const highest = numbersIn(stateDir).at(-1) ?? 0
      refuseIfHeld(stateDir, highest, boot, self)
      if (!tryLink(claim, join(stateDir, `lock.${highest + 1}`))) continue
      const numbers = numbersIn(stateDir)
      if (numbers.at(-1) !== highest + 1) {
        rmSync(join(stateDir, `lock.${highest + 1}`), { force: true })
        continue
      }
      for (const number of numbers) if (number <= highest) rmSync(join(stateDir, `lock.${number}`), { force: true })
      return
    }
  } finally {
    rmSync(claim, { force: true })
  }
  throw new StartupError(`several agents are fighting for ${stateDir}; start one of them alone`)
}

function refuseIfHeld(stateDir: string, number: number, boot: string, self: ProcessIdentity): void {
  const text = number === 0 ? undefined : readIfThere(join(stateDir, `lock.${number}`))
  if (text === undefined) return
  const holder = Holder.safeParse(parseJson(text))
  // Our own identity in the file means that a process with our number and start time left it: this one.
  if (!holder.success || (holder.data.pid === self.pid && holder.data.start === self.start)) return
  if (!isAlive(holder.data, boot)) return
  throw new StartupError(
    `${stateDir} is in use by another agent (process ${holder.data.pid} on ${holder.data.host}). ` +
      'Stop that agent first, or give this one its own stateDir.',
  )
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

function numbersIn(stateDir: string): number[] {
  return readdirSync(stateDir)
    .flatMap((name) => (/^lock\.(\d+)$/.exec(name)?.[1] === undefined ? [] : [Number(name.slice(5))]))
    .toSorted((a, b) => a - b)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
