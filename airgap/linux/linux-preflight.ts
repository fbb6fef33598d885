import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Phase } from '../install/kube-object.ts'
import { checkBackend } from '../preflight/backend-check.ts'
import { checkBackups } from '../preflight/backup-checks.ts'
import type { Check } from '../preflight/check.ts'
import { checkDatabase } from '../preflight/database-checks.ts'
import { checkClocks, checkHost } from '../preflight/host-checks.ts'
import { checkLinux } from '../preflight/linux-checks.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { linuxBackend, linuxCluster } from './linux-plan.ts'
import type { Place } from './place.ts'

/** Looks at everything that a phase needs on this host and changes none of it. */
export async function runLinuxPreflight(
  phase: Phase,
  site: LinuxSite,
  bundle: OpenBundle,
  host: Host,
  place: Place,
): Promise<Check[]> {
  const checks = [...checkHost(bundle), ...(await checkLinux(phase, site, place))]
  if (phase === 'cluster') {
    const backend = await checkBackend(linuxCluster(site).controlPlane, site.ca)
    return [
      ...checks,
      ...backend.checks,
      checkClocks([{ of: 'control plane', at: backend.date, seenAt: host.now() }], site),
    ]
  }
  const database = await checkDatabase(site, linuxBackend(site))
  return [
    ...checks,
    ...database.checks,
    ...checkBackups(site, database.bytes),
    checkClocks([{ of: 'database', at: database.now, seenAt: host.now() }], site),
  ]
}
