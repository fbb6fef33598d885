import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { Host } from '../host.ts'
import { UsageError } from '../lib/usage-error.ts'

/** One control plane that the user has signed in to. */
export interface Context {
  url: string
  token?: string
  /** E-mail of whoever the token belongs to. */
  user?: string
  /** Used where no project is named. */
  project?: string
}

export interface Config {
  current?: string
  contexts: Record<string, Context>
}

const OWNER_ONLY = 0o600

/** `~/.config/fairlead/config.yaml`, or below `XDG_CONFIG_HOME`. */
export function configPath(env: Host['env']): string {
  const home = env['HOME'] || homedir()
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'fairlead', 'config.yaml')
}

/** What is kept, or nothing yet. */
export function readConfig(path: string): Config {
  if (!existsSync(path)) return { contexts: {} }
  try {
    const content: unknown = parse(readFileSync(path, 'utf8'))
    if (content === null || content === undefined) return { contexts: {} }
    if (!isRecord(content) || !isRecord(content['contexts'] ?? {})) throw new Error('it is not a map with contexts')
    const { current, contexts = {} } = content as Partial<Config>
    return { contexts, ...(current === undefined ? {} : { current }) }
  } catch (error) {
    throw new UsageError(`the configuration cannot be read: ${(error as Error).message}`, {
      where: path,
      hint: `correct it, or remove it and sign in again: fairlead login`,
    })
  }
}

/** Writes it whole or not at all, for its owner alone: it holds tokens. */
export function writeConfig(path: string, config: Config): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const next = `${path}.${process.pid}.new`
  try {
    writeFileSync(next, stringify(config), { mode: OWNER_ONLY })
    chmodSync(next, OWNER_ONLY)
    renameSync(next, path)
  } catch (error) {
    rmSync(next, { force: true })
    throw new UsageError(`the configuration cannot be written: ${(error as Error).message}`, { where: path })
  }
}

/** True when somebody else on this machine may read the tokens. */
export function isReadByOthers(path: string): boolean {
  return process.platform !== 'win32' && existsSync(path) && (statSync(path).mode & 0o077) !== 0
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
