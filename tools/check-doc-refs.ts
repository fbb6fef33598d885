import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/**
 * Every path in a document must exist: links, and names in backquotes that look like files of this repository. Documents rot where
 * nobody looks; this looks.
 */
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(path))

/** Folders whose names in backquotes are paths from the root. */
const ROOTS = /^(packages|tools|docs|e2e|bench|charts|airgap|changes|\.ci)\//

const problems: string[] = []
for (const document of documents) {
  for (const [index, line] of readFileSync(document, 'utf8').split('\n').entries()) {
    for (const target of targetsIn(line, document)) {
      if (!existsSync(target)) problems.push(`${document}:${index + 1}: ${target} does not exist`)
    }
  }
}

if (documents.length === 0) problems.push('no documents were found: is this a git checkout?')
process.stdout.write(
  problems.length > 0 ? `${problems.join('\n')}\n` : `${documents.length} documents: every path in them exists\n`,
)
process.exitCode = problems.length > 0 ? 1 : 0

function targetsIn(line: string, document: string): string[] {
  const links = [...line.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => normalize(join(dirname(document), target.replace(/#.*$/, ''))))
  const names = [...line.matchAll(/`([^`\s]+)`/g)]
    .map((match) => (match[1] ?? '').replace(/:\d+$/, ''))
    .filter((name) => ROOTS.test(name) && !/[*{}<>$]|\.\.\./.test(name))
  return [...links, ...names]
}
