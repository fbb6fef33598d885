import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../../tools/processes/child.ts'

/** A folder of downloads with one chart, of the version that runs. Whoever asked takes it away. */
export function layDownloads(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-downloads-'))
  chmodSync(folder, 0o755)
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const content = 'a chart'.repeat(1000)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const name = `fairlead-agent-${version}.tgz`
  writeFileSync(join(folder, name), content)
  const items = [{ name, kind: 'chart', title: 'Chart of the agent', bytes: content.length, sha256 }]
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ version, items }))
  return folder
}
