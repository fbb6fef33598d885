import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT } from '../processes/child.ts'
import { recordSession } from './record-session.ts'

/**
 * `pnpm protocol:record [CHECKOUT]`: runs the agent of a checkout (this one when none is named) against its own control plane and keeps what they say
 * under packages/protocol/recordings, as what every later version has to understand.
 */
const checkout = resolve(process.argv[2] ?? ROOT)
const commit = execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { cwd: checkout, encoding: 'utf8' }).trim()
const text = await recordSession(checkout, commit)
const { protocol } = JSON.parse(text.slice(0, text.indexOf('\n'))) as { protocol: string }
const name = process.argv[3] ?? protocol
const file = join(ROOT, 'packages/protocol/recordings', `${name}.jsonl`)
writeFileSync(file, text)
process.stdout.write(`${file}: ${text.split('\n').length - 2} frames, ${Math.round(text.length / 1024)} KiB\n`)
