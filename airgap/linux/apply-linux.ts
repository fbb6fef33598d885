import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Applied } from '../install/apply-objects.ts'
import type { ApplyReport } from '../install/apply-phase.ts'
import { readJoinToken } from '../install/cluster-objects.ts'
import type { Phase } from '../install/kube-object.ts'
import { makingOf } from '../life/backup-key.ts'
import { commit } from '../life/history.ts'
import { requireNoRotation } from '../install/require-no-rotation.ts'
import type { ImageRole } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { AGENT_DATA, JOIN_TOKEN_FILE } from './agent-unit.ts'
import { hostRelease, readHostHistory, writeHostHistory } from './host-history.ts'
import { keepReleases } from './keep-releases.ts'
import {
  databaseUrl,
  filesOf,
  linuxBackend,
  linuxCluster,
  planLinux,
  rolesOf,
  unitFile,
  usersFile,
  type LinuxPlan,
  type LinuxSecrets,
} from './linux-plan.ts'
import { makeLinuxAdminLink } from './linux-admin-link.ts'
import { Steps, type Say } from '../install/steps.ts'
import { readLinuxRecords, writeLinuxRecord } from './linux-record.ts'
import { endNightly, forgetSigningKey } from './nightly-units.ts'
import { folderOf, type Place } from './place.ts'
import { NEXT_PASSWORD_FILE, PASSWORD_FILE } from './postgresql-unit.ts'
import { startServices, UNSTARTED } from './start-services.ts'
import { makeUsers } from './systemctl.ts'
import { unpackImages, type UnpackedImage } from './unpack-image.ts'
import { idsOf } from './user-ids.ts'
import { isOther, writeIfOther } from './write-if-other.ts'

export interface LinuxApplyOptions {
  phase: Phase
  site: LinuxSite
  bundle: OpenBundle
  host: Host
  place: Place
  /** For each wait. */
  timeoutMs: number
  say: Say
  /** Goes on with the steps of whoever calls. */
  steps?: Steps
  /** Done when the database is there and nothing has touched it; then there is somebody who may sign in already. */
  beforeStart?: (() => Promise<void>) | undefined
  /** Done when everything is ready and before it counts as installed; what it throws ends the run. */
  beforeCommit?: (() => Promise<void>) | undefined
  /** A release that does not get ready is left as it is: whoever called knows the way back. */
  leavesWayBack?: boolean
}

/**
 * Brings one phase onto this host, step by step; each looks first, so that a run after a broken one goes on and a run after a whole one changes nothing. A newer release that does not
 * get ready is taken back to the one before, whose programs stay on the host. Throws with the exit class of what went wrong.
 */
export async function applyLinux(options: LinuxApplyOptions): Promise<ApplyReport> {
  const { phase, site, bundle, host, place, say, beforeStart, beforeCommit } = options
  const { release } = bundle
  const steps = options.steps ?? new Steps(say, host.now)
  const report: ApplyReport = { changes: [], adminLink: undefined, steps: steps.done }
  const note = (what: string, how: Applied) => {
    if (how === 'as it was') return false
    report.changes.push({ what, how })
    say(`  ${what}: ${how}`)
    return true
  }
  process.umask(0o022)
  const record = readLinuxRecords(place)[phase]
  const images = await steps.run('programs', 'programs', () => unpack(options, note))
  const secrets = await readSecrets(options)
  const plan = planLinux(phase, site, bundle, images, secrets)
  const before = snapshot(plan, place)
  const written = await steps.run('files', 'files', () => writeFiles(plan, place, note))
  if (phase === 'backend' && plan.nightly.length === 0 && endNightly(place))
    say('  backups by night: ended; those that were made stay')
  if (phase === 'backend' && secrets.making?.signingKey === undefined) forgetSigningKey(place)
  await steps.run('folders', 'users and folders', () => makeFolders(phase, plan, place, note))
  if (place.isLive)
    try {
      await steps.run('services', 'services', () => startServices({ ...options, plan, written }))
    } catch (error) {
      const isFirst = record === undefined || record.counter === release.counter
      if (isFirst || options.leavesWayBack === true || host.signal.aborted) throw error
      await steps.run('back', `back to ${record.version}`, () => goBack(options, plan, before))
      throw new AirgapError(
        'cluster',
        `${release.version} did not get ready, and ${record.version} runs again: ${(error as Error).message}`,
        {
          cause: error,
          details: error instanceof AirgapError ? error.details : [],
          hint: 'what the newer release said stands above; mend it and run the same command again',
        },
      )
    }
  await beforeCommit?.()
  let linkAt = record?.linkAt ?? ''
  if (beforeStart !== undefined && linkAt === '') linkAt = new Date(host.now()).toISOString()
  if (phase === 'backend' && linkAt === '' && place.isLive) {
    const backend = linuxBackend(site)
    report.adminLink = await steps.run('admin-link', 'a link for the first admin', () =>
      makeLinuxAdminLink(release, {
        databaseUrl: databaseUrl(backend, secrets),
        publicUrl: backend.url,
        hasCa: site.ca.length > 0,
      }),
    )
    linkAt = new Date(host.now()).toISOString()
  }
  const previous = record === undefined || record.counter === release.counter ? record?.previous : record
  const { version, counter } = release
  await steps.run('record', 'what is installed', () => {
    const before = previous ? { previous: { version: previous.version, counter: previous.counter } } : {}
    note('install record', writeLinuxRecord(place, phase, { version, counter, linkAt, ...before }))
    // Last: of an upgrade, it says that it is done.
    if (phase === 'backend')
      writeHostHistory(place, commit(readHostHistory(place), hostRelease(plan, release, host.now())))
    keepReleases(place)
  })
  return report
}

async function unpack(
  { phase, site, bundle, place }: LinuxApplyOptions,
  note: (what: string, how: Applied) => boolean,
): Promise<Map<ImageRole, UnpackedImage>> {
  const images = await unpackImages(bundle, rolesOf(phase, site), place)
  for (const [role, { isNew }] of images) note(folderOf(bundle.release, role), isNew ? 'made' : 'as it was')
  return images
}

/** The password is made once. A token is good for one enrolment: after that, the one that is there stays. */
export async function readSecrets({
  phase,
  site,
  host,
  place,
}: Pick<LinuxApplyOptions, 'phase' | 'site' | 'host' | 'place'>): Promise<LinuxSecrets> {
  const kept = (path: string) => (existsSync(place.on(path)) ? readFileSync(place.on(path), 'utf8').trim() : undefined)
  if (phase === 'backend') {
    requireNoRotation(kept(NEXT_PASSWORD_FILE) !== undefined)
    return {
      databasePassword: kept(PASSWORD_FILE) ?? randomBytes(24).toString('base64url'),
      joinToken: '',
      making: site.backup === undefined ? undefined : await makingOf(site),
    }
  }
  const { joinTokenFile } = linuxCluster(site)
  const used = existsSync(place.on(`${AGENT_DATA}/identity.json`)) ? kept(JOIN_TOKEN_FILE) : undefined
  return {
    databasePassword: '',
    making: undefined,
    joinToken: used ?? (await readJoinToken({ joinTokenFile }, host.stdin)),
  }
}

/** Answers the paths that changed, with those that a run which was killed has changed and started nothing with. */
export function writeFiles(
  plan: Parameters<typeof filesOf>[0],
  place: Place,
  note: (what: string, how: Applied) => unknown,
): Set<string> {
  const files = filesOf(plan)
  const mark = place.on(UNSTARTED)
  const all = files.map(({ path }) => path)
  const changed = files.filter(({ path, text, mode }) => isOther(place.on(path), text, mode)).map(({ path }) => path)
  const left = place.isLive && existsSync(mark) ? readMark(mark, all) : []
  const unstarted = new Set([...left, ...changed])
  // Before the first of them is written.
  if (place.isLive) writeIfOther(mark, JSON.stringify([...unstarted]))
  for (const { path, text, mode } of files) note(path, writeIfOther(place.on(path), text, mode))
  return new Set(all.filter((path) => unstarted.has(path)))
}

function makeFolders(phase: Phase, plan: LinuxPlan, place: Place, note: (what: string, how: Applied) => boolean): void {
  if (place.isLive) makeUsers(usersFile(phase))
  for (const { path, user } of plan.data) {
    const folder = place.on(path)
    if (note(path, existsSync(folder) ? 'as it was' : 'made')) mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!place.isLive) continue
    const { uid, gid } = idsOf(user)
    if (statSync(folder).uid !== uid) chownSync(folder, uid, gid)
  }
}

/** An empty one is of a release that did not say which. */
function readMark(mark: string, all: string[]): string[] {
  const text = readFileSync(mark, 'utf8')
  return text === '' ? all : (JSON.parse(text) as string[])
}

/** What stood in the files of a plan before it came; nothing for one that was not there. */
function snapshot(plan: LinuxPlan, place: Place): Map<string, string> {
  const paths = filesOf(plan).map(({ path }) => path)
  const there = paths.filter((path) => existsSync(place.on(path)))
  return new Map(there.map((path) => [path, readFileSync(place.on(path), 'utf8')]))
}

/** The release before runs again, by the files that it had; its programs have been lying there all the time. */
async function goBack(options: LinuxApplyOptions, plan: LinuxPlan, before: ReadonlyMap<string, string>): Promise<void> {
  const { phase, place } = options
  const was = <T extends { text: string }>(file: T, path: string) => ({ ...file, text: before.get(path) ?? file.text })
  const older: LinuxPlan = {
    ...plan,
    files: plan.files.map((file) => was(file, file.path)),
    services: plan.services.map((each) => was(each, unitFile(each).path)),
    // New ones would start programs that go.
    nightly: plan.nightly
      .filter((each) => before.has(unitFile(each).path))
      .map((each) => was(each, unitFile(each).path)),
  }
  if (phase === 'backend' && older.nightly.length === 0) endNightly(place)
  const written = writeFiles(older, place, (_, how) => how !== 'as it was')
  await startServices({ ...options, beforeStart: undefined, plan: older, written })
  keepReleases(place)
}
