import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { makingOf, type BackupMaking } from '../../life/backup-key.ts'
import { openLife } from '../../life/open-life.ts'
import { backupPath, takeBackup } from '../../life/take-backup.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { formatBytes } from '../progress.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap backup`: database and all that the site needs to come back, in one signed, encrypted file. */
export function backupCommand(app: App): Command {
  return new Command('backup')
    .description('write the database and what this site needs to come back into one signed, encrypted file')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--to <file>', 'the file to write; else one with a name of its own in backup.folder'))
    .action(async ({ file, to }: { file: string; to?: string }) => {
      const place = await openLife(app, file)
      const making = await makingOf(place.site)
      const { recipient } = making
      const record = await place.readRecord()
      if (record === undefined)
        throw new AirgapError('preflight', `there is nothing to back up ${place.where}: no control plane is installed`)
      const path = backupPath(
        place.site.backup?.folder ?? app.host.cwd,
        to === undefined ? undefined : resolve(app.host.cwd, to),
        record.version,
        app.host.now(),
      )
      if (existsSync(path))
        throw new AirgapError('usage', `${path} is there already`, { hint: 'name another with --to' })
      await place.requireTools()
      if (app.globals.dryRun === true) {
        app.tell({ ok: true, file: path, recipient }, `dry run: ${path} would be written, for ${recipient}`)
        return
      }
      const started = app.host.now()
      tellStep(app, 'starting the programs for the backup')
      const { bytes, signed } = await place.withTools({ scratch: false }, async (tools) => {
        tellStep(app, `writing ${path}`)
        app.progress.start('backup', 0)
        return await takeBackup(tools, { ...making, version: record.version }, path, (count) =>
          app.progress.advance(count),
        )
      })
      const ms = app.host.now() - started
      app.audit('backup', { file: path, bytes, version: record.version, recipient, signed })
      app.tell(
        { ok: true, file: path, bytes, ms, recipient, signed },
        [
          `wrote ${path}: ${formatBytes(bytes)} in ${(ms / 1000).toFixed(1)} s; it opens with the key of ${recipient}`,
          signed ? 'it is signed' : `it is not signed: ${whyUnsigned(making, record.version)}`,
        ].join('\n'),
      )
    })
}

function whyUnsigned({ signingKey }: BackupMaking, version: string): string {
  return signingKey === undefined
    ? 'restore asks for --unsigned; ./airgap backup-key --add-signing makes a key that signs'
    : `the programs of ${version} know nothing of that; those that ./airgap upgrade brings do`
}
