import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEBIAN_CACHE } from './apt.ts'
import { LOCK_FILE, lockInForce, readLock } from './lock.ts'
import { newestLock } from './newest-lock.ts'

/**
 * Lets this process and its children build from the packages that Debian has now, where those that the repository pins are gone: with a lock file of its own in the cache. What is built is as checked and as
 * described as ever, and nobody can make the same bytes from the commit alone. Answers what differs, a line for each package.
 */
export function useNewest(): string[] {
  const pinned = readLock()
  const newest = newestLock()
  mkdirSync(DEBIAN_CACHE, { recursive: true })
  const file = join(DEBIAN_CACHE, 'newest-lock.json')
  writeFileSync(`${file}.${process.pid}.part`, `${JSON.stringify(newest, undefined, 2)}\n`)
  renameSync(`${file}.${process.pid}.part`, file)
  process.env['FAIRLEAD_DEBIAN_LOCK'] = file
  return Object.entries(newest.packages).flatMap(([architecture, packages]) =>
    packages.flatMap(({ name, version, sha256 }) => {
      const before = pinned.packages[architecture as keyof typeof pinned.packages].find((each) => each.name === name)
      return before?.sha256 === sha256 ? [] : [`${name} ${architecture}: ${before?.version ?? 'none'} -> ${version}`]
    }),
  )
}

/** Whether what is built now can be built again from the commit. */
export function isAsPinned(): boolean {
  return lockInForce() === LOCK_FILE
}
