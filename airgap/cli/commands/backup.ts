import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { readRecord } from '../../install/install-record.ts'
import { openKube } from '../../install/kube.ts'
import { backendOf } from '../../install/plan.ts'
import { requireInRegistry } from '../../install/require-in-registry.ts'
import { imagesFor } from '../../install/site-images.ts'
import { recipientOf } from '../../life/backup-key.ts'
import { openPlace } from '../../life/open-place.ts'
import { backupPath, takeBackup } from '../../life/take-backup.ts'
import { withTools } from '../../life/with-tools.ts'
import { readSite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { formatBytes } from '../progress.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap backup`: database and all that the site needs to come back, in one encrypted file. */
export function backupCommand(app: App): Command {
  return new Command('backup')
    .description('write the database and what this site needs to come back into one encrypted file')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--to <file>', 'the file to write; else one with a name of its own in backup.folder'))
    .action(async ({ file, to }: { file: string; to?: string }) => {
      const bundle = await app.bundle()
      const site = readSite(resolve(app.host.cwd, file))
      const recipient = await recipientOf(site)
      const kube = openKube(site)
      const { namespace } = backendOf(site)
      const record = await readRecord(kube, namespace)
      if (record === undefined)
        throw new AirgapError('preflight', `there is nothing to back up in ${namespace}: no control plane is installed`)
      const path = backupPath(
        site.backup?.folder ?? app.host.cwd,
        to === undefined ? undefined : resolve(app.host.cwd, to),
        record.version,
        app.host.now(),
      )
      if (existsSync(path))
        throw new AirgapError('usage', `${path} is there already`, { hint: 'name another with --to' })
      await requireInRegistry(
        site,
        imagesFor('backend', bundle.release),
        'the programs for backups are in the images of this bundle: push them with ./airgap prepare backend',
      )
      if (app.globals.dryRun === true) {
        app.tell({ ok: true, file: path, recipient }, `dry run: ${path} would be written, for ${recipient}`)
        return
      }
      const started = app.host.now()
      tellStep(app, 'starting a pod for the backup')
      const place = await openPlace(kube, site, bundle, app.host)
      const bytes = await withTools(place, async (admin) => {
        tellStep(app, `writing ${path}`)
        app.progress.start('backup', 0)
        return await takeBackup(admin, { recipient, version: record.version }, path, (count) =>
          app.progress.advance(count),
        )
      })
      const ms = app.host.now() - started
      app.audit('backup', { file: path, bytes, version: record.version, recipient })
      app.tell(
        { ok: true, file: path, bytes, ms, recipient },
        `wrote ${path}: ${formatBytes(bytes)} in ${(ms / 1000).toFixed(1)} s; it opens with the key of ${recipient}`,
      )
    })
}
