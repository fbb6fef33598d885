import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * `pnpm bench [name ...]`: runs benchmarks one after the other; each prints JSON lines. `pnpm bench <name> --option ...` hands everything from the
 * first option on to that one benchmark.
 */
const BENCHES = ['engine', 'replay', 'decisions', 'end-to-end', 'start', 'agent', 'airgap'] as const

const given = process.argv.slice(2)
const firstOption = given.findIndex((word) => word.startsWith('-'))
const asked = firstOption === -1 ? given : given.slice(0, firstOption)
const options = firstOption === -1 ? [] : given.slice(firstOption)
const unknown = asked.filter((name) => !(BENCHES as readonly string[]).includes(name))
if (unknown.length > 0) refuse(`there is no benchmark ${unknown.join(', ')}; there are: ${BENCHES.join(', ')}`)
if (options.length > 0 && asked.length !== 1)
  refuse(`${options[0]} belongs to one benchmark; name it first, as in: pnpm bench engine ${options[0]}`)
for (const name of asked.length > 0 ? asked : BENCHES) {
  const args = [join(import.meta.dirname, `${name}.ts`), ...options]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) process.exitCode = status === 2 ? 2 : 1
}

function refuse(why: string): never {
  process.stderr.write(`bench: ${why}\n`)
  process.exit(2)
}
