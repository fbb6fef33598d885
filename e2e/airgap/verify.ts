import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../tools/processes/child.ts'
import { prepareAirgap } from './support/prepare-airgap.ts'

const USAGE = `usage: pnpm airgap:verify [BUNDLE.tar.gz] [--minutes N] [--signing-key FILE]

Installs a built bundle with the network off, uses it for N minutes (0.3), and removes it again, on a Kubernetes that it starts. Prints a JSON line with the time
of each step, and fails where anything asks for an address, a name or a packet outside of the site.
Without BUNDLE it takes the newest one in dist/, and builds one where there is none. With the private keys that signed it, newer releases are made of it, and
backup, upgrade, rollback and restore are tried as well.
`

const { bundle, minutes, key } = readArguments()
const obstacle = await prepareAirgap()
if (obstacle !== undefined) refuse(`cannot run here: ${obstacle}`, 4)
if (bundle === undefined) process.stderr.write('airgap: there is no bundle in dist/, so one is built\n')
else process.stderr.write(`airgap: ${bundle}\n`)
const { status } = spawnSync('vitest', ['run', '--project', 'airgap', 'e2e/airgap/install.airgap.test.ts'], {
  stdio: 'inherit',
  cwd: ROOT,
  env: {
    ...process.env,
    FAIRLEAD_AIRGAP_MINUTES: minutes,
    ...(bundle === undefined ? {} : { FAIRLEAD_AIRGAP_BUNDLE: bundle }),
    ...(key === undefined ? {} : { FAIRLEAD_AIRGAP_KEY: key }),
  },
})
process.exitCode = status ?? 1

function readArguments(): { bundle: string | undefined; minutes: string; key: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      options: { minutes: { type: 'string', default: '0.3' }, 'signing-key': { type: 'string' } },
      allowPositionals: true,
    })
    if (!(Number(values.minutes) >= 0)) throw new Error('--minutes is a number of minutes, such as 60')
    const [given, ...rest] = positionals
    if (rest.length > 0) throw new Error(`one bundle at a time, and not ${rest.join(' ')} as well`)
    const found = given === undefined ? newest() : resolve(given)
    if (found !== undefined && !existsSync(found)) throw new Error(`there is no ${found}`)
    const key = values['signing-key'] === undefined ? undefined : resolve(values['signing-key'])
    if (key !== undefined && !existsSync(key)) throw new Error(`there is no ${key}`)
    return { bundle: found, minutes: values.minutes, key }
  } catch (error) {
    refuse(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, 2)
  }
}

function newest(): string | undefined {
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'
  return globSync(join(ROOT, `dist/fairlead-airgap-[0-9]*-${architecture}.tar.gz`)).toSorted(
    (a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs,
  )[0]
}

function refuse(why: string, code: number): never {
  process.stderr.write(`airgap: ${why}\n`)
  process.exit(code)
}
