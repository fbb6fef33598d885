import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { changelogText, readChanges } from './changelog/read-changes.ts'

/** Writes the changelog for people, and the list that a control plane shows to whoever approves an upgrade. */
const releases = readChanges('changes')
const released = releases.filter(({ version }) => version !== 'next')
const list = released.map(
  ({ version, changes }) =>
    `  {\n    version: ${quoted(version)},\n    changes: [\n${changes.map(({ area, text }) => `      { area: ${quoted(area)}, text: ${quoted(text)} },\n`).join('')}    ],\n  },\n`,
)
const module = `// Made by tools/gen-changelog.ts from changes/. Do not edit.
export const CHANGELOG: readonly { version: string; changes: readonly { area: string; text: string }[] }[] = [
${list.join('')}]
`

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

for (const [file, text] of [
  ['CHANGELOG.md', changelogText(releases)],
  ['packages/control-plane/src/upgrades/changelog.gen.ts', module],
] as const) {
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is out of date: run pnpm gen\n`)
    process.exitCode = 1
  }
}
