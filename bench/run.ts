import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * `pnpm bench [name ...]`: runs benchmarks one after the other; each prints JSON lines. `pnpm bench <name> ...` hands everything from the first
 * word on that is no benchmark, an option or not, to that one benchmark.
 */
const BENCHES = [
  'engine',
  'replay',
  'decisions',
  'end-to-end',
  'start',
  'console',
  'agent',
  'airgap',
  'backup',
] as const

const given = process.argv.slice(2)
const names: readonly string[] = BENCHES
const ends = given.findIndex((word) => !names.includes(word))
const asked = ends === -1 ? given : given.slice(0, ends)
const options = ends === -1 ? [] : given.slice(ends)
const [first = ''] = options
if (options.length > 0 && asked.length !== 1 && !first.startsWith('-'))
  refuse(`there is no benchmark ${first}; there are: ${BENCHES.join(', ')}`)
if (options.length > 0 && asked.length !== 1)
  refuse(`${first} belongs to one benchmark; name it first, as in: pnpm bench engine ${first}`)
for (const name of asked.length > 0 ? asked : BENCHES) {
  const args = [join(import.meta.dirname, `${name}.ts`), ...options]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) process.exitCode = status === 2 ? 2 : 1
}

function refuse(why: string): never {
  process.stderr.write(`bench: ${why}\n`)
  process.exit(2)
}
