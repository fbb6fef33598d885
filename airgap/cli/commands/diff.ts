import { resolve } from 'node:path'
import { Command } from 'commander'
import { partsOf, readLayout } from '../../oci/read-layout.ts'
import { readChecksums } from '../../release/checksums.ts'
import type { Release } from '../../release/release.ts'
import type { App } from '../app.ts'
import { openBundle } from '../open-bundle.ts'
import { formatBytes } from '../progress.ts'

interface Change {
  what: 'added' | 'removed' | 'changed'
  path: string
}

/** `airgap diff OTHER`: what another bundle has otherwise. */
export function diffCommand(app: App): Command {
  return new Command('diff')
    .description('what this bundle changes against another one, which is checked as well')
    .argument('<other>', 'folder of the other bundle, for example of the release that is installed')
    .action(async (other: string) => {
      const mine = await app.bundle()
      const theirs = await openBundle(
        app.host,
        { ...app.globals, bundle: resolve(app.host.cwd, other), allowOlder: true },
        app.progress,
      )
      const changes = changesOf(hashesOf(theirs.folder, theirs.release), hashesOf(mine.folder, mine.release))
      const bytesToPush = newBytes(theirs.layout, mine.layout)
      const from = `${theirs.release.version} (release ${theirs.release.counter})`
      const to = `${mine.release.version} (release ${mine.release.counter})`
      app.tell(
        { from: theirs.release, to: mine.release, changes, bytesToPush },
        [
          `from ${from} to ${to}`,
          ...changes.map(({ what, path }) => `  ${what.padEnd(8)} ${path}`),
          `${formatBytes(bytesToPush)} of image layers are new`,
        ].join('\n'),
      )
    })
}

/** By path, with what a delta leaves out. */
function hashesOf(folder: string, { base }: Release): Map<string, string> {
  const omitted = base?.omitted.map(({ path, digest }) => [path, digest.slice('sha256:'.length)] as const) ?? []
  return new Map([...readChecksums(folder), ...omitted])
}

function changesOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path): Change[] => {
    if (!before.has(path)) return [{ what: 'added', path }]
    if (!after.has(path)) return [{ what: 'removed', path }]
    return before.get(path) === after.get(path) ? [] : [{ what: 'changed', path }]
  })
}

/** What a registry that has the other bundle's images is to be sent. */
function newBytes(before: string, after: string): number {
  const known = new Set(readLayout(before).flatMap((image) => partsOf(image).map(({ digest }) => digest)))
  const parts = readLayout(after).flatMap((image) => partsOf(image))
  const fresh = new Map(parts.filter(({ digest }) => !known.has(digest)).map(({ digest, size }) => [digest, size]))
  return [...fresh.values()].reduce((sum, size) => sum + size, 0)
}
