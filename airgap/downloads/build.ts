import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../tools/processes/child.ts'
import { writeDownloads } from './write-downloads.ts'

const USAGE = `usage: pnpm downloads [--bundle FILE.tar.gz ...]

Writes what a control plane that runs from source hands out: the command line, the charts, and each FILE, a bundle that \`pnpm airgap:bundle --for cluster\` has made for agents of closed sites, with its hash and signatures.
`

try {
  const { values } = parseArgs({ options: { bundle: { type: 'string', multiple: true, default: [] } } })
  const missing = values.bundle.find((file) => !existsSync(file))
  if (missing !== undefined) throw new Error(`there is no ${missing}`)
  await writeDownloads(join(ROOT, 'dist/downloads'), values.bundle)
  process.stdout.write('dist/downloads: written\n')
} catch (error) {
  process.stderr.write(`downloads: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = 2
}
