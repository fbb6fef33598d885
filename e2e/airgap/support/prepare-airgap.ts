import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ensurePackages } from '@fairlead/airgap/debian/ensure-packages'
import { ALL_PACKAGES } from '@fairlead/airgap/debian/package-names'
import { useNewest } from '@fairlead/airgap/debian/use-newest'
import { ARCHITECTURES } from '@fairlead/airgap/release/release'
import { prepareKubernetes } from '../../../tools/processes/prepare-kubernetes.ts'
import { requireGo } from '../../kubernetes/programs/go.ts'
import { ensureTools } from './ensure-tools.ts'

/** Makes ready what the ring of the air gap needs. Answers why it cannot run here. */
export async function prepareAirgap(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'it needs Linux and root, for roots of other systems'
  if (!existsSync('/usr/bin/apt-get') || spawnSync('dpkg-deb', ['--version']).status !== 0)
    return "images are made of Debian's packages: it needs apt-get and dpkg-deb"
  try {
    requireGo()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const say = (line: string) => process.stdout.write(`${line}\n`)
  // Not within a test, which would run out of its time.
  return prepareKubernetes() ?? ensureTools(say) ?? (await fetchPackages(say))
}

/**
 * Debian's mirrors keep no old versions: what is pinned may be gone on a day on which nothing of ours has changed, and the snapshots may be out of reach. Then everything is built from what Debian has
 * now, and the run says so: all is shown but that this commit gives the bytes of its release.
 */
export async function fetchPackages(say: (line: string) => void): Promise<string | undefined> {
  const problem = await fetchOnce()
  if (problem === undefined) return undefined
  try {
    const changes = useNewest()
    say(`airgap: ${problem}`)
    say(`airgap: built from what Debian has now, which the release is not: ${changes.join(', ')}`)
  } catch (error) {
    return `${problem}; ${error instanceof Error ? error.message : String(error)}`
  }
  return await fetchOnce()
}

async function fetchOnce(): Promise<string | undefined> {
  try {
    for (const architecture of ARCHITECTURES) await ensurePackages(architecture, ALL_PACKAGES)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
