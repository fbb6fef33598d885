import { rmSync } from 'node:fs'
import type { Host } from '../cli/host.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { AGENT_UNIT } from './agent-unit.ts'
import { awaitUnit, isHealthy } from './await-unit.ts'
import { CONTROL_PLANE_UNIT } from './control-plane-unit.ts'
import { databaseAnswers } from './database-answers.ts'
import { databaseUrlHere, linuxBackend, linuxCluster, unitFile, usersFile, type LinuxPlan } from './linux-plan.ts'
import { NIGHTLY_SERVICE, NIGHTLY_SETTINGS } from './nightly-units.ts'
import type { Place } from './place.ts'
import { POSTGRESQL_UNIT } from './postgresql-unit.ts'
import { systemctl } from './systemctl.ts'

/** Names the files that are written and with which no service runs yet; gone when all do, and with the next start of the host. */
export const UNSTARTED = '/run/fairlead-airgap.unstarted'

export interface Starting {
  site: LinuxSite
  host: Host
  place: Place
  plan: Pick<LinuxPlan, 'files' | 'services' | 'nightly'>
  /** Paths that are other than they were. */
  written: ReadonlySet<string>
  /** For each service. */
  timeoutMs: number
  /** Done when the database is there, and before the control plane is. */
  beforeStart?: (() => Promise<void>) | undefined
}

/** Starts what does not run, starts anew what runs with other files than are there now, and waits until each does what it is for. */
export async function startServices(starting: Starting): Promise<void> {
  const { plan, written } = starting
  if ([...plan.services, ...plan.nightly].some((each) => written.has(unitFile(each).path))) systemctl(['daemon-reload'])
  const hasOtherSettings = plan.files.some(
    ({ path }) =>
      written.has(path) &&
      path !== usersFile('backend') &&
      path !== usersFile('cluster') &&
      !path.startsWith(NIGHTLY_SETTINGS),
  )
  for (const each of plan.services) {
    const { name } = each
    if (name === CONTROL_PLANE_UNIT) await starting.beforeStart?.()
    // The password of the database is read at its first start alone, and no start of it is without cost to others.
    const hasChanged = written.has(unitFile(each).path) || (hasOtherSettings && name !== POSTGRESQL_UNIT)
    systemctl(['enable', '--quiet', name])
    await startService(starting, name, hasChanged ? 'restart' : 'start')
  }
  for (const each of plan.nightly.filter(({ name }) => name !== NIGHTLY_SERVICE)) {
    systemctl(['enable', '--quiet', each.name])
    systemctl([written.has(unitFile(each).path) ? 'restart' : 'start', each.name])
  }
  rmSync(starting.place.on(UNSTARTED), { force: true })
}

/** Starts one service, and waits until it does what it is for. Throws with exit class `cluster`. */
export async function startService(
  { site, host, place, timeoutMs }: Pick<Starting, 'site' | 'host' | 'place' | 'timeoutMs'>,
  name: string,
  verb: 'start' | 'restart' = 'start',
): Promise<void> {
  systemctl([verb, name])
  const { now, signal } = host
  await awaitUnit({ unit: name, isReady: () => isReady(site, place, name), timeoutMs, now, signal })
}

async function isReady(site: LinuxSite, place: Place, unit: string): Promise<boolean> {
  switch (unit) {
    case POSTGRESQL_UNIT:
      return await databaseAnswers(databaseUrlHere(site, place))
    case CONTROL_PLANE_UNIT:
      return await isHealthy(linuxBackend(site).listen.port, '/ready', linuxBackend(site).tls !== undefined)
    case AGENT_UNIT:
      return await isHealthy(linuxCluster(site).healthPort, '/ready', false)
    default:
      throw new Error(`nobody knows when ${unit} is ready`)
  }
}
