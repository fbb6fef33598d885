import type { Command } from 'commander'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createProgram, descendants } from '../src/create-program.ts'
import { App } from '../src/session/app.ts'
import { widthOf } from '../src/output/fit.ts'
import { fairlead } from './fake-host.ts'

const program = createProgram(
  new App({
    env: {},
    stdin: (async function* () {})(),
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    now: Date.now,
    signal: new AbortController().signal,
    readHidden: () => Promise.resolve(''),
  }),
)
const commands = descendants(program).map((command) => ({ path: pathOf(command), command }))
const leaves = commands.filter(({ command }) => command.commands.length === 0)

describe('every command', () => {
  test.each(commands.map(({ path }) => path))('%s has a help page that fits a terminal', async (path) => {
    const { code, out } = await fairlead([...path.split(' '), '--help'], { terminal: 80 })
    expect(code).toBe(0)
    expect(out).toContain(`Usage: fairlead ${path}`)
    const prose = out.split('\nExamples:')[0] ?? ''
    for (const line of prose.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(80)
  })

  test('says in one line what it does', () => {
    for (const { path, command } of commands) expect(command.summary(), path).toMatch(/^[^A-Z].{6,80}[^.]$/)
  })

  test('that takes more than a name shows how it is used', async () => {
    const rich = leaves.filter(({ command }) => command.options.length > 2)
    expect(rich.length).toBeGreaterThan(15)
    for (const { path } of rich) {
      const { out } = await fairlead([...path.split(' '), '--help'])
      if (!/ ls$|whoami|completion|context/.test(path)) expect(out, path).toContain('Examples:')
    }
  })

  test('shows examples that it takes itself', () => {
    for (const { command, path } of commands) {
      for (const line of examplesOf(command))
        expect(known(line.replace(/^.*?fairlead /, '')), `${path}: ${line}`).toBe(true)
    }
  })

  test('refuses an option that it does not have, and says where to look', async () => {
    for (const { path } of leaves) {
      const { code, err } = await fairlead([...path.split(' '), '--no-such-option'])
      expect(code, path).toBe(2)
      expect(err, path).toContain(`fairlead ${path} --help`)
    }
  })
})

test('a word that is no command is refused with the one that may have been meant', async () => {
  const { code, err } = await fairlead(['lgos'])
  expect(code).toBe(2)
  expect(err).toContain('Did you mean logs?')
})

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string
  }
  expect(await fairlead(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

test('every command that the control plane names in a hint exists', () => {
  const folder = join(import.meta.dirname, '../../control-plane/src')
  const named = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/fairlead ([a-z]+(?: [a-z][a-z-]*)?)\b/g)])
    .map((match) => match[1] ?? '')
    .filter((words) => commands.some(({ path }) => path.split(' ')[0] === words.split(' ')[0]))
  expect(named.length).toBeGreaterThan(8)
  for (const words of named) expect(known(words), words).toBe(true)
  for (const path of [
    'cluster token',
    'pool ls',
    'department ls',
    'project ls',
    'cluster ls',
    'token ls',
    'cluster check',
  ]) {
    expect(known(path), path).toBe(true)
  }
})

test('completions know every command and never start the program', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { out } = await fairlead(['completion', shell])
    for (const { path } of commands) expect(out).toContain(path.split(' ').at(-1))
    expect(out).not.toMatch(/\$\(fairlead/)
  }
})

function pathOf(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name())
  return names.join(' ')
}

/** True when the words begin with a command, and a group is followed by one of its own. */
function known(line: string): boolean {
  const words = line.split(/\s+/)
  const two = commands.find(({ path }) => path === `${words[0]} ${words[1]}`)
  const one = commands.find(({ path }) => path === words[0])
  return two !== undefined || (one !== undefined && (one.command.commands.length === 0 || words.length === 1))
}

function examplesOf(command: Command): string[] {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) })
  command.outputHelp()
  const [, examples = ''] = text.split('\nExamples:\n')
  return examples.split('\n').filter((line) => line.includes('fairlead '))
}
