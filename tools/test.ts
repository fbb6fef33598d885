import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from './processes/build-web.ts'
import { ensureChromium } from './processes/chromium.ts'
import { prepareAirgap } from '../e2e/airgap/support/prepare-airgap.ts'
import { prepareKubernetes } from './processes/prepare-kubernetes.ts'

/**
 * Runs every ring and adds up. Each ring writes its results as JSON; a ring that leaves none has failed, so a crash cannot pass for
 * an empty run. Under CI=true a skipped test is a failure.
 */
interface Counts {
  passed: number
  failed: number
  skipped: number
}

interface Ring {
  name: string
  command: string
  args: string[]
  /** Reads its counts; `undefined` for a ring that is judged by its exit code alone. */
  read: ((file: string) => Counts) | undefined
  /** Makes ready what it needs. Answers why it cannot run here, which counts as one skipped test. */
  prepare?: () => string | undefined
}

const results = mkdtempSync(join(tmpdir(), 'fairlead-results-'))
const say = (line: string) => process.stdout.write(`\n== ${line}\n`)
const isCi = process.env['CI'] === 'true'

const RINGS: Ring[] = [
  { name: 'verify', command: 'node', args: ['tools/verify.ts'], read: undefined },
  vitest('unit'),
  vitest('pg'),
  { ...vitest('k8s'), prepare: prepareKubernetes },
  { ...vitest('airgap'), prepare: prepareAirgap },
  playwright('scenarios', 'e2e/playwright.config.ts'),
  playwright('console', 'e2e/console/playwright.config.ts'),
]

const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const rows: string[] = []

buildWeb(say)
const browser = ensureChromium(say)
for (const ring of RINGS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  say(ring.name)
  const started = performance.now()
  const obstacle = ring.prepare?.()
  if (obstacle !== undefined) say(`${ring.name} is skipped: ${obstacle}`)
  const counts = obstacle === undefined ? countsOf(ring, await run(ring)) : { passed: 0, failed: 0, skipped: 1 }
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  rows.push(
    `${ring.name.padEnd(10)} ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`,
  )
}
rmSync(results, { recursive: true, force: true })
process.stdout.write(`\n${rows.join('\n')}\n`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = total.failed > 0 || (isCi && total.skipped > 0) || total.passed === 0 ? 1 : 0

function vitest(project: string): Ring {
  const file = join(results, `${project}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile=${file}`]
  return { name: project, command: 'vitest', args, read: readVitest }
}

function playwright(name: string, config: string): Ring {
  return { name, command: 'playwright', args: ['test', '-c', config, '--reporter=line,json'], read: readPlaywright }
}

function run(ring: Ring): Promise<number> {
  const child = spawn(ring.command, ring.args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: join(results, `${ring.name}.json`),
      ...(browser === undefined ? {} : { FAIRLEAD_CHROMIUM: browser }),
    },
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

function countsOf(ring: Ring, code: number): Counts {
  const file = join(results, `${ring.name}.json`)
  if (!ring.read) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const counts = ring.read(file)
  // Something went wrong that no test stands for, a set-up for example.
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

function readVitest(file: string): Counts {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function readPlaywright(file: string): Counts {
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  }
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}
