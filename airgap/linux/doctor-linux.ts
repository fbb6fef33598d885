import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { App } from '../cli/app.ts'
import { trailOf } from '../cli/state.ts'
import type { Phase } from '../install/kube-object.ts'
import { fail, pass, tellChecks, warn, type Check } from '../preflight/check.ts'
import { checkTrail } from '../preflight/check-trail.ts'
import { requirePassed } from '../preflight/run-preflight.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { runLinuxPreflight } from './linux-preflight.ts'
import { readLinuxRecords } from './linux-record.ts'
import { BACKUPS, NIGHTLY_SERVICE } from './nightly-units.ts'
import { Place } from './place.ts'
import { systemctl } from './systemctl.ts'
import { listLinux } from './uninstall-linux.ts'

/** `airgap doctor` on a host without Kubernetes, or on a folder that becomes one. */
export async function doctorLinux(
  app: App,
  site: LinuxSite,
  { root, isQuick }: { root?: string | undefined; isQuick: boolean },
): Promise<void> {
  const bundle = await app.bundle()
  const place = new Place(root && resolve(app.host.cwd, root))
  const checks = new Map<string, Check>()
  for (const phase of ['backend', 'cluster'] as const) {
    if (site[phase] === undefined) continue
    for (const check of await runLinuxPreflight(phase, site, bundle, app.host, place, isQuick))
      checks.set(`${check.id} ${check.what}`, check)
    for (const check of checkInstalled(phase, place, bundle.release.version))
      checks.set(`${phase} ${check.what}`, check)
  }
  const all = [...checks.values(), checkTrail(trailOf(app.host))]
  app.tell({ ok: all.every(({ result }) => result !== 'fail'), checks: all }, tellChecks(all))
  requirePassed(all)
}

function checkInstalled(phase: Phase, place: Place, version: string): Check[] {
  const what = `${phase} installed`
  const record = readLinuxRecords(place)[phase]
  if (record === undefined) return [warn('I1', what, 'no', `install it with: ./airgap apply ${phase}`)]
  const brings = phase === 'backend' ? 'upgrade brings it' : 'prepare and apply bring it'
  const installed =
    record.version === version
      ? pass('I1', what, record.version)
      : warn('I1', what, record.version, `this bundle is ${version}: ${brings}`)
  const units = listLinux(phase, place, false).units
  if (!place.isLive) return [installed, ...units.map((unit) => pass('I2', unit, 'starts with the host'))]
  const states = units
    .filter((unit) => unit !== NIGHTLY_SERVICE)
    .map((unit) => {
      const state = systemctl(['is-active', unit], { mayFail: true }).trim()
      return state === 'active'
        ? pass('I2', unit, state)
        : fail('I2', unit, state, `journalctl -u ${unit} says why; ./airgap apply ${phase} starts it`)
    })
  return [installed, ...states, ...(units.includes(NIGHTLY_SERVICE) ? [checkNightly()] : [])]
}

/** I3: whether backups by night are made. */
function checkNightly(): Check {
  const what = 'backups by night'
  const result = systemctl(['show', NIGHTLY_SERVICE, '--property=Result', '--value'], { mayFail: true }).trim()
  const newest = existsSync(BACKUPS) ? readdirSync(BACKUPS).toSorted().at(-1) : undefined
  if (result !== 'success') return fail('I3', what, result, `journalctl -u ${NIGHTLY_SERVICE} says why`)
  return newest === undefined
    ? warn('I3', what, 'none was made yet', `systemctl start ${NIGHTLY_SERVICE} makes the first one`)
    : pass('I3', what, `${BACKUPS}/${newest}`)
}
