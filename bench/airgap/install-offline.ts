import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'

interface Line {
  e2e?: string
  step: string
  ms?: number
  [figure: string]: unknown
}

/** What an administrator waits for, in order: the killed `apply` and the one that goes on count both. */
const INSTALL = [
  'verify',
  'prepare backend',
  'apply backend, killed',
  'apply backend',
  'prepare cluster',
  'apply cluster',
  'contact',
  'first workload',
]
const ALONE = {
  pushMs: '  push',
  readyMs: '  waiting until it is ready',
  backupMs: 'backup',
  restoreMs: 'restore',
  upgradeMs: 'upgrade',
  rollbackMs: 'rollback',
  uninstallBackendMs: 'uninstall backend',
}

/** Installs a bundle by `pnpm airgap:verify`, behind a gap, and adds up its steps in milliseconds; with the keys that signed it, it is upgraded, backed up, rolled back and restored as well. Throws where that fails. */
export function installOffline(bundle: string, keyFile: string): Record<string, unknown> {
  const script = join(ROOT, 'e2e/airgap/verify.ts')
  const { status, stdout } = spawnSync(process.execPath, [script, bundle, '--minutes', '0', '--signing-key', keyFile], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`the bundle cannot be installed:\n${stdout}`)
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"e2e":"airgap"'))
    .map((line) => JSON.parse(line) as Line)
  const msOf = (step: string) => lines.find((line) => line.step === step)?.ms
  // Of upgrades and rollbacks, the last is one that nobody has killed and that has nothing to restore.
  const alone = Object.entries(ALONE).flatMap(([name, step]) => {
    const ms = lines.findLast((line) => line.step === step)?.ms
    return ms === undefined ? [] : [[name, ms] as const]
  })
  const egress = lines.find(({ step }) => step === 'egress')
  return {
    installMs: INSTALL.reduce((sum, step) => sum + (msOf(step) ?? 0), 0),
    stepsMs: Object.fromEntries(INSTALL.map((step) => [step, msOf(step)])),
    ...Object.fromEntries(alone),
    egressAttempts: egress?.['attempts'],
  }
}
