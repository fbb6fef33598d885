import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { openKube } from '../../install/kube.ts'
import { backendOf } from '../../install/plan.ts'
import { keysOf, type BackupKeys } from '../../life/backup-key.ts'
import { ClusterPlace } from '../../life/cluster-place.ts'
import { fetchKept, listKept } from '../../life/kept-backups.ts'
import type { Admin } from '../../life/life-place.ts'
import { readBackup } from '../../life/open-backup.ts'
import { requireNightly, runNightly } from '../../life/run-nightly.ts'
import { BACKUPS, NIGHTLY_SERVICE } from '../../linux/nightly-units.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { addBackupOptions, givenKeys, SIGNATURES, type BackupOptions } from '../backup-options.ts'
import { formatBytes } from '../progress.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap nightly run|list|fetch`: backups that the cluster makes by itself. */
export function nightlyCommand(app: App): Command {
  return new Command('nightly')
    .description('backups that the cluster makes by itself: make one now, list them, fetch one')
    .addCommand(runCommand(app))
    .addCommand(listCommand(app))
    .addCommand(fetchCommand(app))
}

const siteOption = () => new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml')

function runCommand(app: App): Command {
  return new Command('run')
    .description('make the backup of the night now, as it is made by night')
    .addOption(siteOption())
    .action(async ({ file }: { file: string }) => {
      const { site, kube, namespace } = await open(app, file)
      await requireNightly(kube, namespace)
      if (app.globals.dryRun === true) {
        app.tell({ ok: true }, 'dry run: a backup would be made')
        return
      }
      const { now, signal } = app.host
      const started = now()
      tellStep(app, 'making the backup of the night')
      await runNightly({ kube, namespace, now, signal, say: (line) => tellStep(app, line) })
      const ms = now() - started
      app.audit('nightly run', { namespace, keep: site.backup?.nightly?.keep })
      app.tell(
        { ok: true, ms },
        `a backup was made in ${(ms / 1000).toFixed(1)} s; next: ./airgap nightly fetch -f ${file}`,
      )
    })
}

function listCommand(app: App): Command {
  return new Command('list')
    .description('list the backups that are kept, newest first, and the room beside them')
    .addOption(siteOption())
    .action(async ({ file }: { file: string }) => {
      const { site, place, kube, namespace } = await open(app, file)
      const { status } = await requireNightly(kube, namespace)
      const { backups, freeBytes, sizeBytes } = await withVolume(app, place, listKept)
      const lastSuccess = status?.lastSuccessfulTime?.toISOString()
      app.tell(
        { ok: true, backups, freeBytes, sizeBytes, keep: site.backup?.nightly?.keep, lastSuccess },
        [
          ...backups.map(({ name, bytes, takenAt }) => `${name}  ${takenAt}  ${formatBytes(bytes)}`),
          `${backups.length} backups; ${formatBytes(freeBytes)} of ${formatBytes(sizeBytes)} are free`,
        ].join('\n'),
      )
    })
}

function fetchCommand(app: App): Command {
  const command = new Command('fetch')
    .description('copy one of them out of the cluster, and open it with the key where that is here')
    .addArgument(new Argument('[name]', 'as list has it; the newest when left out'))
    .addOption(siteOption())
    .addOption(new Option('--to <file>', 'the file to write; else its own name in backup.folder'))
  return addBackupOptions(command).action(
    async (name: string | undefined, options: BackupOptions & { file: string; to?: string }) => {
      const { site, place, kube, namespace } = await open(app, options.file)
      await requireNightly(kube, namespace)
      const { cwd, now } = app.host
      const pathOf = (own: string) =>
        options.to === undefined ? join(site.backup?.folder ?? cwd, own) : resolve(cwd, options.to)
      if (options.to !== undefined) requireFree(pathOf(''))
      const started = now()
      const fetched = await withVolume(app, place, (admin) => {
        app.progress.start('fetching', 0)
        const target = (own: string) => {
          const path = pathOf(own)
          requireFree(path)
          mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
          return path
        }
        return fetchKept(admin, name, target, (count) => app.progress.advance(count))
      })
      const given = givenKeys(cwd, options)
      const keys = (given.keyFile ?? site.backup?.keyFile) === undefined ? undefined : keysOf(site, given)
      const opened = keys && (await readBackup(fetched.file, { ...keys, mayBeUnsigned: mayBeUnsigned(keys) }))
      const ms = now() - started
      const { head, signature } = opened ?? {}
      app.audit('nightly fetch', { name: fetched.name, file: fetched.file, bytes: fetched.bytes, signature })
      app.tell(
        { ok: true, ...fetched, head, signature, ms },
        [
          `wrote ${fetched.file}: ${formatBytes(fetched.bytes)}`,
          opened === undefined
            ? 'it was not opened: the key is not here; name it with --key-file'
            : `it is whole, opens with the key, is of ${opened.head.version}, ${opened.head.takenAt}, and ${SIGNATURES[opened.signature]}`,
          `to bring the site back from it: ./airgap restore ${fetched.file} -f ${options.file}${signature === 'none' ? ' --unsigned' : ''}`,
        ].join('\n'),
      )
    },
  )
}

/** What a site that signs finds among its backups without a signature is not its own, unless a release from before has made it. */
function mayBeUnsigned({ signers, mayBeUnsigned: isAsked }: BackupKeys): boolean {
  return isAsked || signers.length === 0
}

/** Backups by night of a cluster. Throws with exit class `usage` for a host without Kubernetes, where they are files. */
async function open(app: App, file: string) {
  const bundle = await app.bundle()
  const site = readAnySite(resolve(app.host.cwd, file))
  if (site.platform === 'linux')
    throw new AirgapError('usage', `backups by night are files of this host, in ${BACKUPS}`, {
      hint: `make one now with: systemctl start ${NIGHTLY_SERVICE}`,
    })
  const place = new ClusterPlace(site, bundle, app.host)
  return { site, place, kube: openKube(site), namespace: backendOf(site).namespace }
}

function requireFree(path: string): void {
  if (existsSync(path)) throw new AirgapError('usage', `${path} is there already`, { hint: 'name another with --to' })
}

/** The volume is read in a pod of this bundle. */
async function withVolume<T>(app: App, place: ClusterPlace, work: (admin: Admin) => Promise<T>): Promise<T> {
  await place.requireTools()
  tellStep(app, 'starting a pod beside the backups')
  return await place.withTools({ scratch: false, backups: true }, ({ admin }) => work(admin))
}
