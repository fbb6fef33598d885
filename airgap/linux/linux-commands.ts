import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App } from '../cli/app.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import { acceptBundle } from '../cli/open-bundle.ts'
import { stateFolder } from '../cli/state.ts'
import { tellStep } from '../cli/tell-step.ts'
import { LINK_MINUTES } from '../install/admin-link.ts'
import type { Phase } from '../install/kube-object.ts'
import { isOtherRelease, requireSameRelease } from '../install/require-same-release.ts'
import { whatStaysOnHost } from '../install/what-stays.ts'
import { makingOf } from '../life/backup-key.ts'
import { tellChecks } from '../preflight/check.ts'
import { requirePassed } from '../preflight/run-preflight.ts'
import { imageOf } from '../release/read-release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { applyLinux } from './apply-linux.ts'
import { describeImage } from './unpack-image.ts'
import { runLinuxPreflight } from './linux-preflight.ts'
import { filesOf, planLinux, rolesOf } from './linux-plan.ts'
import { readLinuxRecords } from './linux-record.ts'
import { lockHost } from './lock-host.ts'
import { Place } from './place.ts'
import { requireRoot } from './require-root.ts'
import { DATA_NAMES, listLinux, removeLinux } from './uninstall-linux.ts'

/** Where commands find the host, and whether they may change it. */
export interface LinuxOptions {
  /** A folder instead of the host. */
  root?: string
}

/** `airgap prepare` on a host without Kubernetes: every check, and the files as they would be. */
export async function prepareLinux(
  app: App,
  phase: Phase,
  site: LinuxSite,
  options: LinuxOptions & { out: string; file: string; isQuick: boolean },
): Promise<void> {
  const bundle = await app.bundle()
  const place = new Place(options.root && resolve(app.host.cwd, options.root))
  const checks = await runLinuxPreflight(phase, site, bundle, app.host, place, options.isQuick)
  if (app.globals.json !== true) app.host.stderr.write(`${tellChecks(checks)}\n`)
  requirePassed(checks)
  const images = new Map(
    rolesOf(phase, site).map((role) => [role, describeImage(bundle.layout, imageOf(bundle.release, role))] as const),
  )
  const making = site.backup === undefined ? undefined : await makingOf(site)
  const secrets = { databasePassword: 'to-be-made', joinToken: 'to-be-given', making }
  const plan = planLinux(phase, site, bundle, images, secrets)
  const folder = join(resolve(app.host.cwd, options.out), phase)
  const shown = filesOf(plan).filter(({ isSecret }) => !isSecret)
  const files =
    app.globals.dryRun === true
      ? []
      : shown.map(({ path, text }) => {
          const to = join(folder, path)
          mkdirSync(join(to, '..'), { recursive: true })
          writeFileSync(to, text)
          chmodSync(to, 0o644)
          return to
        })
  app.audit(`prepare ${phase}`, { version: bundle.release.version })
  const { backend } = readLinuxRecords(place)
  const next = phase === 'backend' && place.isLive && isOtherRelease(backend, bundle) ? 'upgrade' : `apply ${phase}`
  app.tell(
    { ok: true, phase, checks, files },
    [...files.map((path) => `wrote ${path}`), `next: ./airgap ${next} -f ${options.file}`].join('\n'),
  )
}

/** `airgap apply` on a host without Kubernetes. */
export async function applyLinuxPhase(
  app: App,
  phase: Phase,
  site: LinuxSite,
  options: LinuxOptions & { timeoutMs: number },
): Promise<void> {
  const bundle = await app.bundle()
  const { host } = app
  const place = new Place(options.root && resolve(host.cwd, options.root))
  if (place.isLive) requireRoot('run the same command as root, or name a folder with --root')
  // A folder has no database that would want a backup.
  if (phase === 'backend' && place.isLive) requireSameRelease(readLinuxRecords(place).backend, bundle)
  if (app.globals.dryRun === true) {
    const checks = await runLinuxPreflight(phase, site, bundle, host, place)
    requirePassed(checks)
    app.tell({ ok: true, phase, changes: [], steps: [] }, 'dry run: every check passes; nothing was changed')
    return
  }
  const say = (line: string) => tellStep(app, line)
  const report = await lockHost(place, { action: `apply ${phase}`, at: host.now() }, () =>
    applyLinux({ phase, site, bundle, host, place, timeoutMs: options.timeoutMs, say }),
  )
  acceptBundle(host, bundle)
  const { changes, steps, adminLink } = report
  app.audit(`apply ${phase}`, { version: bundle.release.version, changes })
  const url = phase === 'backend' ? site.backend?.url : undefined
  app.tell(
    { ok: true, phase, url, adminLink, changes, steps },
    [
      changes.length === 0 ? 'everything was as it should be: nothing was changed' : `${changes.length} changes`,
      ...(url === undefined || !place.isLive ? [] : [`the control plane is at ${url}`]),
      ...(adminLink === undefined
        ? []
        : [`for the first admin, good once and for ${LINK_MINUTES} minutes:`, `  ${adminLink}`]),
      phase === 'backend'
        ? 'next: add a cluster in the console, then ./airgap prepare cluster'
        : 'the agent is enrolled and runs',
    ].join('\n'),
  )
}

/** `airgap uninstall` on a host without Kubernetes. */
export async function uninstallLinux(
  app: App,
  phase: Phase,
  site: LinuxSite,
  options: LinuxOptions & { yes?: boolean; deleteData?: string },
): Promise<void> {
  const { host } = app
  const place = new Place(options.root && resolve(host.cwd, options.root))
  const { deleteData } = options
  if (deleteData !== undefined && deleteData !== DATA_NAMES[phase])
    throw new AirgapError('usage', `--delete-data: the data is ${DATA_NAMES[phase]}, not ${deleteData}`, {
      hint: 'say that name if you mean it',
    })
  const deletesData = deleteData !== undefined
  const listed = listLinux(phase, place, deletesData)
  const stays = whatStaysOnHost(phase, site, stateFolder(host))
  const group = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : [title, ...names.map((name) => `  ${name}`)]
  if (app.globals.json !== true)
    tellStep(
      app,
      [
        ...group('to remove:', [
          ...listed.paths,
          ...listed.users.map((user) => `user ${user}`),
          ...(deletesData ? listed.data : []),
        ]),
        ...group('data that stays (--delete-data removes it):', deletesData ? [] : listed.data),
        ...group('what stays:', stays),
      ].join('\n'),
    )
  const isForReal = options.yes === true && app.globals.dryRun !== true
  const removed = isForReal
    ? await lockHost(place, { action: `uninstall ${phase}`, at: host.now() }, () =>
        Promise.resolve(removeLinux(phase, place, listed, deletesData)),
      )
    : []
  if (isForReal) app.audit(`uninstall ${phase}`, { removed, deletedData: deletesData })
  app.tell(
    { ok: true, phase, listed, removed, stays },
    isForReal ? `removed ${removed.length} things` : 'nothing was removed: say --yes to remove what is listed',
  )
}
