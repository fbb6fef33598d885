import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isAlive } from '../cli/is-alive.ts'

/** The launcher is the program that it becomes: the number in the name is that of a process. */
const RUNTIME = /^fairlead-airgap\.(\d+)$/
/** One that was killed leaves its folder. Younger ones may belong to a launcher in a container, whose processes are not seen from here. */
const LEFT_MS = 3_600_000

/** Removes, when this program ends, the folder that the launcher has unpacked Node into, and those beside it whose programs were killed. */
export function removeRuntimeAtExit(): void {
  const folder = process.env['FAIRLEAD_AIRGAP_RUNTIME']
  if (folder === undefined || !RUNTIME.test(basename(folder))) return
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
    removeLeftRuntimes(dirname(folder), Date.now())
  })
}

/**
 * Removes folders of launchers in `place` that are older than an hour at `now` (milliseconds), belong to this user and to no process that runs. Whatever cannot be looked at or
 * removed stays, without a word: the command that ends here has nothing to do with it. Answers the names of what went.
 */
export function removeLeftRuntimes(place: string, now: number): string[] {
  try {
    return readdirSync(place).filter((name) => isLeft(place, name, now) && isRemoved(join(place, name)))
  } catch {
    return []
  }
}

function isLeft(place: string, name: string, now: number): boolean {
  const pid = Number(RUNTIME.exec(name)?.[1])
  if (!(pid > 0) || pid === process.pid || isAlive(pid)) return false
  // Of a link, the link itself: what it leads to is nobody's business here.
  const found = lstatSync(join(place, name), { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === process.getuid?.() && now - found.mtimeMs > LEFT_MS
}

function isRemoved(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true })
    return true
  } catch {
    return false
  }
}
