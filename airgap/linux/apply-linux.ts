import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Applied } from '../install/apply-objects.ts'
import { readJoinToken } from '../install/cluster-objects.ts'
import type { Phase } from '../install/kube-object.ts'
import { imageOf } from '../release/read-release.ts'
import type { ImageRole } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { AGENT_DATA, AGENT_UNIT, JOIN_TOKEN_FILE } from './agent-unit.ts'
import { awaitUnit, isHealthy, isListening } from './await-unit.ts'
import { CONTROL_PLANE_UNIT } from './control-plane-unit.ts'
import { keepReleases } from './keep-releases.ts'
import {
  databaseUrl,
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
import { readLinuxRecords, writeLinuxRecord } from './linux-record.ts'
import { imageFolder, type Place } from './place.ts'
import { PASSWORD_FILE, POSTGRESQL_UNIT } from './postgresql-unit.ts'
import { makeUsers, systemctl } from './systemctl.ts'
import { unpackImage, type UnpackedImage } from './unpack-image.ts'
import { writeIfOther } from './write-if-other.ts'

export interface LinuxApplyOptions {
  phase: Phase
  site: LinuxSite
  bundle: OpenBundle
  host: Host
  place: Place
  /** For each wait. */
  timeoutMs: number
  say: (line: string) => void
}

export interface LinuxApplyReport {
  changes: { what: string; how: Applied }[]
  /** Only the first time. */
  adminLink: string | undefined
  steps: { step: string; ms: number }[]
}

/**
 * Brings one phase onto this host, step by step; each looks first, so that a run after a broken one goes on and a run after a whole one changes nothing. A newer release that does not
 * get ready is taken back to the one before, whose programs stay on the host. Throws with the exit class of what went wrong.
 */
export async function applyLinux(options: LinuxApplyOptions): Promise<LinuxApplyReport> {
  const { phase, site, bundle, host, place, say } = options
  const { release } = bundle
  const report: LinuxApplyReport = { changes: [], adminLink: undefined, steps: [] }
  const step = async <T>(title: string, work: () => Promise<T> | T): Promise<T> => {
    say(title)
    const started = host.now()
    const result = await work()
    report.steps.push({ step: title, ms: host.now() - started })
    return result
  }
  const note = (what: string, how: Applied) => {
    if (how === 'as it was') return false
    report.changes.push({ what, how })
    say(`  ${what}: ${how}`)
    return true
  }
  process.umask(0o022)
  const record = readLinuxRecords(place)[phase]
  const images = await step('programs', () => unpack(options, note))
  const secrets = await readSecrets(options)
  const plan = planLinux(phase, site, bundle, images, secrets)
  const before = snapshot(plan, place)
  const written = await step('files', () => writeFiles(plan, place, note))
  await step('users and folders', () => makeFolders(phase, plan, place, note))
  if (place.isLive)
    try {
      await step('services', () => startServices(options, plan, written))
    } catch (error) {
      if (record === undefined || record.counter === release.counter) throw error
      await step(`back to ${record.version}`, () => goBack(options, plan, before))
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
  let linkAt = record?.linkAt ?? ''
  if (phase === 'backend' && linkAt === '' && place.isLive) {
    const backend = linuxBackend(site)
    report.adminLink = await step('a link for the first admin', () =>
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
  note(
    'install record',
    writeLinuxRecord(place, phase, {
      version,
      counter,
      linkAt,
      ...(previous ? { previous: { version: previous.version, counter: previous.counter } } : {}),
    }),
  )
  keepReleases(place, readLinuxRecords(place))
  return report
}

async function unpack(
  { phase, site, bundle, place }: LinuxApplyOptions,
  note: (what: string, how: Applied) => boolean,
): Promise<Map<ImageRole, UnpackedImage>> {
  const shared: Parameters<typeof unpackImage>[0]['shared'] = new Map()
  const images = new Map<ImageRole, UnpackedImage>()
  for (const role of rolesOf(phase, site)) {
    const to = place.on(imageFolder(bundle.release.counter, role))
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
    const image = await unpackImage({ layout: bundle.layout, image: imageOf(bundle.release, role), to, shared })
    note(imageFolder(bundle.release.counter, role), image.isNew ? 'made' : 'as it was')
    images.set(role, image)
  }
  return images
}

/** The password is made once. A token is good for one enrolment: after that, the one that is there stays. */
async function readSecrets({ phase, site, host, place }: LinuxApplyOptions): Promise<LinuxSecrets> {
  const kept = (path: string) => (existsSync(place.on(path)) ? readFileSync(place.on(path), 'utf8').trim() : undefined)
  if (phase === 'backend')
    return { databasePassword: kept(PASSWORD_FILE) ?? randomBytes(24).toString('base64url'), joinToken: '' }
  const { joinTokenFile } = linuxCluster(site)
  const used = existsSync(place.on(`${AGENT_DATA}/identity.json`)) ? kept(JOIN_TOKEN_FILE) : undefined
  return { databasePassword: '', joinToken: used ?? (await readJoinToken({ joinTokenFile }, host.stdin)) }
}

/** Answers the paths that changed. */
function writeFiles(plan: LinuxPlan, place: Place, note: (what: string, how: Applied) => boolean): Set<string> {
  const files = [...plan.files, ...plan.units.map(unitFile)]
  const changed = files.filter(({ path, text, mode }) => note(path, writeIfOther(place.on(path), text, mode)))
  return new Set(changed.map(({ path }) => path))
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

/** Starts what does not run, and starts anew what runs with other files than are there now. */
async function startServices(options: LinuxApplyOptions, plan: LinuxPlan, written: ReadonlySet<string>): Promise<void> {
  const units = plan.units.map((each) => unitFile(each).path)
  if (units.some((path) => written.has(path))) systemctl(['daemon-reload'])
  const settings = plan.files.some(({ path }) => written.has(path) && path !== usersFile(options.phase))
  for (const { name, text } of plan.units) {
    const path = unitFile({ name, text }).path
    // Its password is read at the first start alone, and no start of it is without cost to the other.
    const hasChanged = written.has(path) || (settings && name !== POSTGRESQL_UNIT)
    systemctl(['enable', '--quiet', name])
    systemctl([hasChanged ? 'restart' : 'start', name])
    await awaitUnit({
      unit: name,
      isReady: () => isReady(options.site, name),
      timeoutMs: options.timeoutMs,
      now: options.host.now,
      signal: options.host.signal,
    })
  }
}

async function isReady(site: LinuxSite, unit: string): Promise<boolean> {
  switch (unit) {
    case POSTGRESQL_UNIT:
      return await isListening(linuxBackend(site).database.bundled!.port)
    case CONTROL_PLANE_UNIT:
      return await isHealthy(linuxBackend(site).listen.port, '/ready', linuxBackend(site).tls !== undefined)
    case AGENT_UNIT:
      return await isHealthy(linuxCluster(site).healthPort, '/ready', false)
    default:
      throw new Error(`nobody knows when ${unit} is ready`)
  }
}

/** What stood in the files of a plan before it came; nothing for one that was not there. */
function snapshot(plan: LinuxPlan, place: Place): Map<string, string> {
  const paths = [...plan.files, ...plan.units.map(unitFile)].map(({ path }) => path)
  const there = paths.filter((path) => existsSync(place.on(path)))
  return new Map(there.map((path) => [path, readFileSync(place.on(path), 'utf8')]))
}

/** The release before runs again, by the files that it had; its programs have been lying there all the time. */
async function goBack(options: LinuxApplyOptions, plan: LinuxPlan, before: ReadonlyMap<string, string>): Promise<void> {
  const { phase, site, bundle, place } = options
  const was = <T extends { text: string }>(file: T, path: string) => ({ ...file, text: before.get(path) ?? file.text })
  const older: LinuxPlan = {
    ...plan,
    files: plan.files.map((file) => was(file, file.path)),
    units: plan.units.map((each) => was(each, unitFile(each).path)),
  }
  await startServices(
    options,
    older,
    writeFiles(older, place, (_, how) => how !== 'as it was'),
  )
  for (const role of rolesOf(phase, site))
    rmSync(place.on(imageFolder(bundle.release.counter, role)), { recursive: true, force: true })
}

function idsOf(user: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${user}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined) throw new AirgapError('cluster', `systemd-sysusers has not made the user ${user}`)
  return { uid: Number(uid), gid: Number(gid) }
}
