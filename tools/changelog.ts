import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { changelogText, readChanges } from './changelog/read-changes.ts'

/** `pnpm changelog` prints what the next release would say; `--release 1.4.0` makes it that release. */
const at = process.argv.indexOf('--release')
const version = at === -1 ? undefined : (process.argv[at + 1] ?? '')

if (version === undefined) process.stdout.write(changelogText(readChanges('changes').slice(0, 1)))
else if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) refuse('--release needs a version such as 1.4.0')
else if (existsSync(join('changes', version))) refuse(`changes/${version} is there already: it was released`)
else {
  const files = readdirSync('changes/next').filter((name) => name.endsWith('.md'))
  if (files.length === 0) refuse('changes/next is empty: there is nothing to release')
  else {
    mkdirSync(join('changes', version))
    for (const file of files) renameSync(join('changes/next', file), join('changes', version, file))
    process.stdout.write(`changes/${version}: ${files.length} changes; now run pnpm gen and pnpm protocol:record\n`)
  }
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 2
}
