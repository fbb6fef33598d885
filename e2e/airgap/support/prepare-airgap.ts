import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../tools/processes/child.ts'
import { requireGo } from '../../kubernetes/programs/go.ts'
import { ensureTools } from './ensure-tools.ts'

/** Makes ready what the ring of the air gap needs. Answers why it cannot run here. */
export function prepareAirgap(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'it needs Linux and root, for roots of other systems'
  if (!existsSync('/usr/bin/apt-get') || spawnSync('dpkg-deb', ['--version']).status !== 0)
    return "images are made of Debian's packages: it needs apt-get and dpkg-deb"
  try {
    requireGo()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return ensureTools((line) => process.stdout.write(`${line}\n`)) ?? fetchPackages()
}

/** Debian keeps no old versions: what is pinned may be gone on a day on which nothing of ours has changed. */
function fetchPackages(): string | undefined {
  const script = join(ROOT, 'airgap/debian/fetch.ts')
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  return status === 0 ? undefined : stderr.trim()
}
