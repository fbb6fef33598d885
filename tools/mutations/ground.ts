import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mutatedSource } from '../../packages/scheduler/test/mutations/find-mutation.ts'
import type { Mutation } from '../../packages/scheduler/test/mutations/mutation.ts'
import type { Verdict } from './record.ts'
import { runCommand } from './run-command.ts'

const ROOT = join(import.meta.dirname, '../..')
const SCHEDULER = 'packages/scheduler'
const CASES = '40'
/** Longer than any run of the tests; a mutation under which they do not end is noticed, too. */
const TIMEOUT_MS = 120_000

/** Only what tests the planner itself, all in one worker, which loads the planner once; a busy machine is no failure. */
const CONFIG = `export default {
  test: {
    include: ['${SCHEDULER}/{src,test}/**/*.test.ts'],
    exclude: ['**/{properties,mutations}.test.ts', '**/src/{replay,simulation,trial}/**', '**/node_modules/**'],
    testTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
  },
}
`

/** A copy of the scheduler's package in which mutations are tried. */
export class Ground {
  readonly #home = mkdtempSync(join(tmpdir(), 'fairlead-mutations-'))

  constructor() {
    mkdirSync(join(this.#home, 'packages'))
    for (const part of [
      SCHEDULER,
      'tools/processes/read-options.ts',
      'tools/properties',
      'tools/test-properties.ts',
      'package.json',
      'tsconfig.base.json',
    ]) {
      cpSync(join(ROOT, part), join(this.#home, part), {
        recursive: true,
        filter: (path) => !/node_modules|\.types/.test(path.slice(ROOT.length)),
      })
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.#home, 'node_modules'))
    writeFileSync(join(this.#home, 'vitest.config.ts'), CONFIG)
  }

  /** Runs the tests with nothing broken: what fails now could not notice anything. */
  async tryIntact(): Promise<Verdict | undefined> {
    return (await this.#searchProperties()) ?? (await this.#runTests())
  }

  /** Runs the tests with the mutation in place. Answers which test noticed it; undefined: none did. */
  async tryOut(mutation: Mutation): Promise<Verdict | undefined> {
    const sources = join(this.#home, SCHEDULER, 'src')
    const made = mutatedSource(mutation, sources)
    if ('obstacle' in made) throw new Error(made.obstacle)
    const path = join(sources, mutation.file)
    const intact = readFileSync(path, 'utf8')
    writeFileSync(path, made.source)
    try {
      return (await this.#searchProperties()) ?? (await this.#runTests())
    } finally {
      writeFileSync(path, intact)
    }
  }

  clear(): void {
    rmSync(this.#home, { recursive: true, force: true })
  }

  async #searchProperties(): Promise<Verdict | undefined> {
    const args = ['tools/test-properties.ts', '--cases', CASES, '--seed', '7', '--jobs', '1', '--bail']
    const { code, output, isLate } = await runCommand(process.execPath, args, this.#home, TIMEOUT_MS)
    if (code === 0) return undefined
    const told = /^FAIL (.*) \(\d+ cases/m.exec(output)?.[1]
    return { ring: 'property', test: isLate ? 'the search did not end' : (told ?? lastLine(output)) }
  }

  async #runTests(): Promise<Verdict | undefined> {
    const vitest = join(ROOT, 'node_modules/.bin/vitest')
    const args = ['run', '--bail=1', '--reporter=json', '--outputFile=results.json', '--root', this.#home]
    const { code, output, isLate } = await runCommand(vitest, args, this.#home, TIMEOUT_MS)
    if (code === 0) return undefined
    if (isLate) return { ring: 'test', test: 'the tests did not end' }
    return { ring: 'test', test: firstFailure(join(this.#home, 'results.json')) ?? lastLine(output) }
  }
}

function firstFailure(file: string): string | undefined {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    testResults: { assertionResults: { status: string; title: string }[] }[]
  }
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  return results.find(({ status }) => status === 'failed')?.title
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? ''
}
