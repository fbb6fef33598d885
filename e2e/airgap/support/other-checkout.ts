import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from '../../../tools/processes/child.ts'
import { go } from '../../kubernetes/programs/go.ts'

/** The same sources in another folder, built by somebody with other habits. */
export interface OtherCheckout {
  /** Runs `airgap/bundle/build.ts`; throws when it fails. */
  build(...args: string[]): void
  /** Makes another release of it: a newer version, and code of ours that is otherwise in every program but the console. */
  change(version: string): void
}

const PROGRAMS = [
  'packages/control-plane/src/main.ts',
  'packages/control-plane/src/admin.ts',
  'packages/agent/src/main.ts',
  'packages/cli/src/main.ts',
  'airgap/cli/main.ts',
  'packages/terraform-provider/src/main.ts',
]

/** Below `place`. Nothing is fetched: packages and compiled programs come from the caches of this machine, which pin them by their hashes. */
export function checkOutElsewhere(place: string): OtherCheckout {
  const folder = join(place, 'another/checkout')
  const home = join(place, 'another/home')
  mkdirSync(home, { recursive: true })
  run('git', ['clone', '--quiet', ROOT, folder], place, process.env)
  // What is not committed yet is built here, so it has to be built there, too.
  const listed = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], ROOT, process.env)
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(ROOT, file), join(folder, file))
  }
  run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--prod=false'], folder, process.env)
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    GOMODCACHE: go(['env', 'GOMODCACHE'], ROOT).trim(),
    GOCACHE: go(['env', 'GOCACHE'], ROOT).trim(),
    TZ: 'Pacific/Kiritimati',
    LC_ALL: 'tr_TR.UTF-8',
  }
  return {
    build: (...args) => {
      const script = `umask 077 && exec "$0" "$@"`
      run('sh', ['-c', script, process.execPath, join(folder, 'airgap/bundle/build.ts'), ...args], home, env)
    },
    change: (version) => {
      for (const path of globSync('{,packages/*/,airgap/}package.json', { cwd: folder })) {
        const text = readFileSync(join(folder, path), 'utf8')
        writeFileSync(join(folder, path), text.replace(/"version": "[^"]*"/, `"version": "${version}"`))
      }
      for (const path of PROGRAMS)
        appendFileSync(join(folder, path), `\nprocess.env['FAIRLEAD_RELEASE'] = '${version}'\n`)
    },
  }
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${command} ${args[0]} ends with ${status}: ${stderr}${stdout}`)
  return stdout
}
