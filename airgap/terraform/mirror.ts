import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../tools/processes/child.ts'
import { writeMirror } from './write-mirror.ts'

const USAGE = `usage: pnpm terraform:mirror [--out FOLDER]

Writes the provider for Terraform and OpenTofu into FOLDER, dist/terraform by itself, as a mirror that both install from without a network. It runs on Node 24.
`

try {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(ROOT, 'dist/terraform') } } })
  for (const folder of await writeMirror(values.out))
    process.stdout.write(`${relative(process.cwd(), join(values.out, folder))}\n`)
} catch (error) {
  process.stderr.write(`terraform:mirror: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = 2
}
