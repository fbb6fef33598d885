import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { makeBackupKey } from '../../life/backup-key.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'

/** `airgap backup-key`: makes the key that opens backups. */
export function backupKeyCommand(app: App): Command {
  return new Command('backup-key')
    .description('make the key that opens backups; keep a copy of it where the backups are not')
    .addOption(new Option('--out <file>', 'where to write it').default('backup.key'))
    .action(async ({ out }: { out: string }) => {
      const file = resolve(app.host.cwd, out)
      if (existsSync(file))
        throw new AirgapError('usage', `${file} is there already`, {
          hint: 'backups that it opens would be lost without it: name another file with --out',
        })
      if (app.globals.dryRun === true) {
        app.tell({ ok: true, file }, `dry run: ${file} would be written`)
        return
      }
      const recipient = await makeBackupKey(file, app.host.now)
      app.audit('backup-key', { file, recipient })
      app.tell(
        { ok: true, file, recipient },
        [
          `wrote ${file}; its public half is ${recipient}`,
          'keep a copy where the backups are not: without it nobody opens them',
          `next: add to the site file: backup: { keyFile: ${out} }`,
        ].join('\n'),
      )
    })
}
