import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from './processes/build-web.ts'
import { ensureChromium } from './processes/chromium.ts'
import { ensureFonts } from './processes/ensure-fonts.ts'
import { prepareAirgap } from '../e2e/airgap/support/prepare-airgap.ts'
import { prepareKubernetes } from './processes/prepare-kubernetes.ts'
import { readPlaywright } from './results/read-playwright.ts'
import { bareResult, type RingResult } from './results/ring-result.ts'
import { summarise } from './results/summarise.ts'

/**
 * Runs every ring and adds up. Each ring leaves its result in a file; a ring that leaves none has failed, so a crash cannot pass for
 * an empty run. What failed is told again at the end. Under CI=true a skipped test is a failure.
 */
interface Ring {
  name: string
  command: string
  args: string[]
  /** Reads its result; `undefined` for a ring that is judged by its exit code alone. */
  read: ((text: string) => RingResult) | undefined
  /** Makes ready what it needs. Answers why it cannot run here, which counts as one skipped test. */
  prepare?: () => Promise<string | undefined> | string | undefined
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
const rings: { name: string; seconds: number; result: RingResult }[] = []

buildWeb(say)
const browser = ensureChromium(say)
ensureFonts(say)
for (const ring of RINGS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  say(ring.name)
  const started = performance.now()
  const obstacle = await ring.prepare?.()
  if (obstacle !== undefined) say(`${ring.name} is skipped: ${obstacle}`)
  const result = obstacle === undefined ? resultOf(ring, await run(ring)) : bareResult({ skipped: 1 })
  rings.push({ name: ring.name, seconds: (performance.now() - started) / 1000, result })
}
rmSync(results, { recursive: true, force: true })
process.stdout.write(`${summarise(rings)}\n`)
const has = (field: 'passed' | 'failed' | 'skipped') => rings.some(({ result }) => result[field] > 0)
process.exitCode = has('failed') || (isCi && has('skipped')) || !has('passed') ? 1 : 0

function vitest(project: string): Ring {
  const args = ['run', '--project', project, '--reporter=default', '--reporter=./tools/results/vitest-report.ts']
  return { name: project, command: 'vitest', args, read: (text) => JSON.parse(text) as RingResult }
}

function playwright(name: string, config: string): Ring {
  return { name, command: 'playwright', args: ['test', '-c', config, '--reporter=line,json'], read: readPlaywright }
}

function run(ring: Ring): Promise<number> {
  const child = spawn(ring.command, ring.args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      FAIRLEAD_RING_RESULT: join(results, `${ring.name}.json`),
      PLAYWRIGHT_JSON_OUTPUT_FILE: join(results, `${ring.name}.json`),
      ...(browser === undefined ? {} : { FAIRLEAD_CHROMIUM: browser }),
    },
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

function resultOf(ring: Ring, code: number): RingResult {
  const file = join(results, `${ring.name}.json`)
  if (!ring.read) return bareResult(code === 0 ? { passed: 1 } : { failed: 1 })
  if (!existsSync(file)) return bareResult({ failed: 1 })
  const result = ring.read(readFileSync(file, 'utf8'))
  // Something went wrong that no test stands for, a set-up for example.
  if (code !== 0 && result.failed === 0) result.failed = 1
  return result
}
