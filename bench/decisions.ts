import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DecisionReplay } from '../packages/cli/src/replay/replay-decisions.ts'
import type { ReplayResult } from '../packages/cli/src/replay/replay-result.ts'
import { ROOT } from '../tools/processes/child.ts'
import { startControlPlane } from '../tools/processes/control-plane.ts'
import { freePort } from '../tools/processes/free-port.ts'
import { SOURCE_FLAGS } from '../tools/processes/node-flags.ts'
import { chooseDay, parseOptions } from './decisions/choose-day.ts'
import { sentenceOf } from './engine/input-error.ts'
import { machine, report } from './machine.ts'
import { postgresRss, rssOf } from './memory.ts'

/**
 * A day's work of Philly, its busiest, through a real control plane on simulated clusters with time compressed; then every round of its decision log is planned again and
 * compared bit for bit. Fails if one differs.
 */
try {
  await run()
} catch (error) {
  const sentence = sentenceOf(error)
  if (sentence === undefined) throw error
  process.stderr.write(`bench decisions: ${sentence}\n`)
  process.exitCode = 2
}

async function run(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  const day = chooseDay(options.file, options.limit)
  const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  chmodSync(home, 0o755)
  const env = { FAIRLEAD_DECISION_LOG_MIB: '4096' }
  const plane = await startControlPlane({ dataDir: join(home, 'data'), port: await freePort(), env })
  try {
    const login = { FAIRLEAD_URL: plane.url, FAIRLEAD_TOKEN: plane.adminToken('bench'), XDG_CONFIG_HOME: home }
    const began = performance.now()
    const { seconds, load } = options
    const which = ['--skip', String(day.skip), '--limit', String(day.jobs)]
    const how = ['--duration', `${seconds}s`, '--max-runtime', '24h', '--load', load]
    const played = await fairlead<ReplayResult>(login, ['replay', options.file, ...which, ...how])
    const playedMs = performance.now() - began
    const again = await fairlead<DecisionReplay>(login, ['replay', '--decisions'])
    report({
      bench: 'decisions',
      case: `${day.jobs} jobs of ${day.name}, in ${seconds} s`,
      inputs: `${played.fleet.clusters} clusters, ${played.fleet.gpus} GPUs, load ${load} on average; jobs are cut to a day`,
      seconds: Math.round(playedMs / 1_000),
      jobs: played.rows.submitted,
      ends: played.ends,
      violations: played.checks.violations.length,
      rounds: again.rounds,
      decisions: again.decisions,
      sections: again.sections,
      skipped: again.skipped,
      differences: again.differences.length,
      planAgainMs: again.planMs,
      rssMib: { controlPlane: rssOf(plane.child.pid), postgres: postgresRss(plane.postgresPid()) },
      ...machine(),
    })
    for (const { entry, message } of again.differences.slice(0, 5)) process.stderr.write(`entry ${entry}: ${message}\n`)
    if (again.differences.length > 0 || again.skipped > 0) process.exitCode = 1
  } finally {
    await plane.child.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Runs the command and reads its JSON; a difference or a violation is in there, and no reason to stop. */
async function fairlead<T>(env: Record<string, string>, args: string[]): Promise<T> {
  const words = [...SOURCE_FLAGS, join(ROOT, 'packages/cli/src/main.ts'), ...args, '-o', 'json']
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { ...process.env, ...env },
    maxBuffer: 256 * 2 ** 20,
  }).catch((error: Error & { stdout?: string; stderr?: string }) => {
    if (error.stdout === undefined || !error.stdout.startsWith('{'))
      throw new Error(`fairlead ${args[0]}: ${error.stderr}`)
    return { stdout: error.stdout }
  })
  return JSON.parse(stdout) as T
}
