import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseRelease } from '../release/read-release.ts'
import type { Release } from '../release/release.ts'

/** What a packed bundle says that it is. Nothing of it is checked. Throws for a file that is none. */
export function releaseIn(archive: string): Release {
  const top = basename(archive, '.tar.gz')
  const args = ['-xzOf', archive, `${top}/release.json`]
  const { status, stdout } = spawnSync('tar', args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
  if (status !== 0) throw new Error(`${basename(archive)} is no whole bundle under its own name`)
  return parseRelease(stdout)
}

/** A packed bundle and what lies beside it, each with its title. Throws for one of another version: agents are installed with the control plane's own. */
export function filesOfBundle(archive: string, version: string): [file: string, title: string][] {
  const release = releaseIn(archive)
  if (release.version !== version)
    throw new Error(`${basename(archive)} is of version ${release.version}, and the control plane of ${version}`)
  const what = release.purpose === 'cluster' ? 'Agent for closed sites' : 'Everything for closed sites'
  const title = `${what}, ${release.architecture}, release ${release.counter}`
  const beside = readdirSync(dirname(archive)).filter((name) => name.startsWith(`${basename(archive)}.`))
  return [
    [archive, title],
    ...beside.toSorted().map((name): [string, string] => {
      const sign = name.slice(basename(archive).length + 1)
      return [join(dirname(archive), name), sign === 'sha256' ? 'its hash' : `its signature (${sign})`]
    }),
  ]
}
