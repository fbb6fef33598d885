import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** `pnpm bench [name ...]`: runs benchmarks one after the other; each prints JSON lines. */
const BENCHES = ['round', 'end-to-end', 'start', 'agent'] as const

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(BENCHES as readonly string[]).includes(name))
if (unknown.length > 0) {
  process.stderr.write(`bench: there is no benchmark ${unknown.join(', ')}; there are: ${BENCHES.join(', ')}\n`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : BENCHES) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
