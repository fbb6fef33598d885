import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, startChild, until } from '../tools/processes/child.ts'
import { isReady } from '../tools/processes/control-plane.ts'
import { freePort } from '../tools/processes/free-port.ts'
import { machine, report } from './machine.ts'

/**
 * From what `npm start` calls to a control plane that is ready, packages installed and console built: with a new database, and with the one of the start
 * before.
 */
const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
// Readable for the user that PostgreSQL runs as when we are root.
chmodSync(home, 0o755)
for (const state of ['new database', 'second start']) {
  const port = await freePort()
  const started = performance.now()
  const child = startChild({
    name: 'npm start',
    command: process.execPath,
    args: [join(ROOT, 'tools/bootstrap.mjs'), 'start', '--empty', '--port', String(port)],
    env: { ...process.env, FAIRLEAD_DATA_DIR: home },
    logFile: join(home, 'start.log'),
  })
  try {
    await until(`ready with a ${state}`, () => isReady(`http://localhost:${port}`), 60_000)
    report({ bench: 'start', case: state, readyMs: Math.round(performance.now() - started), ...machine() })
  } finally {
    await child.stop(30_000)
  }
}
rmSync(home, { recursive: true, force: true })
