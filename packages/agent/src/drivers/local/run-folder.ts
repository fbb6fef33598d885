import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResourceList } from '@fairlead/protocol'
import { hasCode, readIfThere, syncFolder, writeFileAtomic } from '../../lib/files.ts'
import type { ObservedRun, RunRef, StopOrder } from '../driver.ts'
import { parseClaim, parseExit, VOID_CLAIM, type Claim } from './run-shim.ts'

/** The intent to run: on disk before anything is started, with all that is needed to start it again. */
export type RunRecord = RunRef & {
  bootId: string
  createdAt: number
  argv: string[]
  /** For each replica. */
  env: Record<string, string>[]
  workingDir?: string
  resources: ResourceList
  /** GPU indexes, for each replica. */
  devices: number[][]
  graceMs: number
}

export type StopRecord = StopOrder & { at: number }

/** How a run ended; written when nothing of it is left, so that a later life of the agent need not look at its parts. */
export type Outcome = Omit<ObservedRun, keyof RunRef>

/**
 * The files of one run. Each has one writer and is replaced whole, or linked into place once:
 * `run.json` the intent, `stop.json` the order to end, `outcome.json` the end, `forgotten` when nobody wants it any more, and for
 * each replica `<i>/process` the claim, `<i>/exit` the exit code, `<i>/out.log`, `<i>/err.log` and `<i>/work`.
 */
export class RunFolder {
  readonly path: string

  constructor(runsDir: string, ref: RunRef) {
    this.path = join(runsDir, `${ref.runId}-${ref.generation}`)
  }

  replicaPath(index: number, ...rest: string[]): string {
    return join(this.path, String(index), ...rest)
  }

  /** Rejects, and leaves nothing, when the intent cannot be put on disk. */
  async create(record: RunRecord): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true, mode: 0o700 })
      for (let index = 0; index < record.env.length; index += 1) {
        await mkdir(this.replicaPath(index, 'work'), { recursive: true, mode: 0o700 })
      }
      await writeFileAtomic(join(this.path, 'run.json'), JSON.stringify(record))
      await syncFolder(join(this.path, '..'))
    } catch (error) {
      this.remove()
      throw error
    }
  }

  readRecord(): RunRecord | undefined {
    return this.#read('run.json') as RunRecord | undefined
  }

  readStop(): StopRecord | undefined {
    return this.#read('stop.json') as StopRecord | undefined
  }

  async writeStop(stop: StopRecord): Promise<void> {
    await writeFileAtomic(join(this.path, 'stop.json'), JSON.stringify(stop))
  }

  readOutcome(): Outcome | undefined {
    return this.#read('outcome.json') as Outcome | undefined
  }

  /** Not waited for by the disk: it repeats what the other files say. */
  writeOutcome(outcome: Outcome): void {
    this.#replace('outcome.json', JSON.stringify(outcome))
  }

  /** When the run was forgotten; undefined while it is wanted. */
  readForgotten(): number | undefined {
    const text = readIfThere(join(this.path, 'forgotten'))
    return text === undefined ? undefined : Number(text)
  }

  writeForgotten(at: number): void {
    this.#replace('forgotten', String(at))
  }

  readClaim(index: number): Claim | undefined {
    const text = readIfThere(this.replicaPath(index, 'process'))
    return text === undefined ? undefined : parseClaim(text)
  }

  /** Takes the claim so that no shim can. False: a shim was faster. */
  voidClaim(index: number): boolean {
    const draft = this.replicaPath(index, `.void.${process.pid}`)
    writeFileSync(draft, VOID_CLAIM, { mode: 0o600 })
    try {
      linkSync(draft, this.replicaPath(index, 'process'))
      return true
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false
      throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }

  readExit(index: number): { code: number; uptimeMs: number | undefined } | undefined {
    const text = readIfThere(this.replicaPath(index, 'exit'))
    return text === undefined ? undefined : parseExit(text)
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 })
  }

  #read(name: string): unknown {
    const text = readIfThere(join(this.path, name))
    if (text === undefined) return undefined
    try {
      return JSON.parse(text) as unknown
    } catch {
      // A power cut can leave a file that was not waited for empty: as good as not there.
      return undefined
    }
  }

  #replace(name: string, text: string): void {
    const draft = join(this.path, `.${name}.tmp`)
    writeFileSync(draft, text, { mode: 0o600 })
    renameSync(draft, join(this.path, name))
  }
}

/** Every run that has a folder. */
export function listRunFolders(runsDir: string): RunRef[] {
  mkdirSync(runsDir, { recursive: true, mode: 0o700 })
  return readdirSync(runsDir).flatMap((name) => {
    const [, runId, generation] = /^([0-9a-f-]{36})-(\d+)$/.exec(name) ?? []
    return runId === undefined || generation === undefined ? [] : [{ runId, generation: Number(generation) }]
  })
}
