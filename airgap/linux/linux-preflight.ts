import type { Host } from '../cli/host.ts'
import { baseOf, type OpenBundle } from '../cli/open-bundle.ts'
import type { Phase } from '../install/kube-object.ts'
import { checkBackend } from '../preflight/backend-check.ts'
import { checkBackups } from '../preflight/backup-checks.ts'
import type { Check } from '../preflight/check.ts'
import {
  certificateOf,
  certificatesIn,
  checkCertificates,
  type SeenCertificate,
} from '../preflight/check-certificates.ts'
import { checkDatabase, databaseCertificate } from '../preflight/database-checks.ts'
import { checkLayersHere } from '../preflight/check-layers.ts'
import { checkClocks, checkHost } from '../preflight/host-checks.ts'
import { judgeRelease } from '../preflight/judge-bundle.ts'
import { checkLinux } from '../preflight/linux-checks.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { checkLinkHere } from './check-link-here.ts'
import { linuxBackend, linuxCluster } from './linux-plan.ts'
import { readLinuxRecords } from './linux-record.ts'
import type { Place } from './place.ts'

/** Looks at everything that a phase needs on this host and changes none of it. `isQuick` leaves out the 70 seconds of silence. */
export async function runLinuxPreflight(
  phase: Phase,
  site: LinuxSite,
  bundle: OpenBundle,
  host: Host,
  place: Place,
  isQuick = true,
): Promise<Check[]> {
  const checks = [
    ...checkHost(bundle, host),
    checkLayersHere(bundle, baseOf(host, bundle.folder, bundle.release)),
    ...(await checkLinux(phase, site, place)),
  ]
  if (phase === 'cluster') {
    const { controlPlane } = linuxCluster(site)
    const backend = place.isLive
      ? await checkLinkHere(bundle, site, host, place, isQuick)
      : { ...(await checkBackend(controlPlane, site.ca)), seenAt: host.now() }
    const clocks = [{ of: 'control plane', at: backend.date, seenAt: backend.seenAt }]
    const seen = await certificateOf('the control plane', controlPlane)
    return [
      ...checks,
      ...backend.checks,
      checkClocks(clocks, site),
      checkCertificates([...present(seen), ...certificatesIn(site.ca)], clocks, host.now()),
    ]
  }
  const own = linuxBackend(site)
  const database = await checkDatabase(site, own)
  const clocks = [{ of: 'database', at: database.now, seenAt: host.now() }]
  const certificates = certificatesIn([own.tls?.certFile, ...site.ca])
  return [
    ...checks,
    judgeRelease(bundle.release, readLinuxRecords(place).backend),
    ...database.checks,
    ...checkBackups(site, database.bytes),
    checkClocks(clocks, site),
    checkCertificates([...present(await databaseCertificate(own)), ...certificates], clocks, host.now()),
  ]
}

function present(certificate: SeenCertificate | undefined): SeenCertificate[] {
  return certificate === undefined ? [] : [certificate]
}
