import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Change {
  area: string
  text: string
}

export interface ReleaseChanges {
  /** A version, or `next`. */
  version: string
  changes: Change[]
}

const AREAS = ['agent', 'airgap', 'charts', 'cli', 'console', 'control-plane', 'scheduler'] as const
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

/** Every release with its changes, newest first, `next` before all. Throws a sentence for a file that is not as `changes/README.md` says. */
export function readChanges(folder: string): ReleaseChanges[] {
  const versions = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'next')
    .map(({ name }) => name)
  const wrong = versions.find((version) => !VERSION.test(version))
  if (wrong !== undefined)
    throw new Error(`${join(folder, wrong)}: folders are named next or by a version such as 1.4.0`)
  return ['next', ...versions.toSorted(newestFirst)].map((version) => ({
    version,
    changes: readFolder(join(folder, version)),
  }))
}

function readFolder(folder: string): Change[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => parseChange(readFileSync(join(folder, name), 'utf8'), join(folder, name)))
    .toSorted((a, b) => AREAS.indexOf(a.area as never) - AREAS.indexOf(b.area as never))
}

/** One file: the area, and what is to be said. */
export function parseChange(content: string, path: string): Change {
  const [area = '', ...rest] = content.trim().split('\n')
  const text = rest.join(' ').replaceAll(/\s+/g, ' ').trim()
  if (!(AREAS as readonly string[]).includes(area.trim())) {
    throw new Error(`${path}: its first line is ${JSON.stringify(area)}, and not one of ${AREAS.join(', ')}`)
  }
  if (text === '') throw new Error(`${path}: nothing is said of the change below its area`)
  return { area: area.trim(), text }
}

/** By number, and what is being tried before what was released. */
export function newestFirst(a: string, b: string): number {
  const [left = '', leftTail = ''] = a.split(/-(.*)/)
  const [right = '', rightTail = ''] = b.split(/-(.*)/)
  if (left !== right) return right.localeCompare(left, 'en', { numeric: true })
  if (leftTail === '' || rightTail === '') return leftTail === '' ? -1 : 1
  return rightTail.localeCompare(leftTail, 'en', { numeric: true })
}

/** The same for people. */
export function changelogText(releases: readonly ReleaseChanges[]): string {
  const parts = releases
    .filter(({ changes }) => changes.length > 0)
    .map(({ version, changes }) => {
      const lines = changes.map(({ area, text }) => `- **${area}**: ${text}`)
      return `## ${version === 'next' ? 'Next' : version}\n\n${lines.join('\n')}\n`
    })
  return `# Changelog\n\nMade from \`changes/README.md\` and the folders beside it by \`pnpm gen\`.\n\n${parts.join('\n')}`
}
