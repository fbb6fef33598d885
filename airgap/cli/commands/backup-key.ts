import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { makeBackupKey, readBackupKey } from '../../life/backup-key.ts'
import { addSigningKey, signingFileOf } from '../../life/signing-key.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'

interface Options {
  out: string
  addSigning?: string
}

/** `airgap backup-key`: makes the key that opens backups, and the half beside it that signs them. */
export function backupKeyCommand(app: App): Command {
  return new Command('backup-key')
    .description('make the key that opens backups and the one that signs them; keep a copy where the backups are not')
    .addOption(new Option('--out <file>', 'where to write it').default('backup.key'))
    .addOption(
      new Option('--add-signing <file>', 'to a key that opens backups already, add one that signs them').conflicts(
        'out',
      ),
    )
    .action(async ({ out, addSigning }: Options) => {
      if (addSigning !== undefined) {
        addTo(app, resolve(app.host.cwd, addSigning), addSigning)
        return
      }
      const file = resolve(app.host.cwd, out)
      if (existsSync(file))
        throw new AirgapError('usage', `${file} is there already`, {
          hint: 'backups that it opens would be lost without it: name another file with --out',
        })
      const signing = signingFileOf(file)
      if (app.globals.dryRun === true) {
        app.tell({ ok: true, file, signing }, `dry run: ${file} and ${signing} would be written`)
        return
      }
      const recipient = await makeBackupKey(file, app.host.now)
      app.audit('backup-key', { file, signing, recipient })
      app.tell(
        { ok: true, file, signing, recipient },
        [
          `wrote ${file}, which opens backups; its public half is ${recipient}`,
          `wrote ${signing}, which signs them; ${out} knows its public half`,
          'keep a copy of both where the backups are not: without the first nobody opens them',
          `next: add to the site file: backup: { keyFile: ${out} }`,
        ].join('\n'),
      )
    })
}

function addTo(app: App, file: string, name: string): void {
  // Throws for a file that opens no backup.
  readBackupKey(file)
  if (app.globals.dryRun === true) {
    app.tell({ ok: true, file, signing: signingFileOf(file) }, `dry run: ${signingFileOf(file)} would be written`)
    return
  }
  const signing = addSigningKey(file)
  app.audit('backup-key --add-signing', { file, signing })
  app.tell(
    { ok: true, file, signing },
    [
      `wrote ${signing}, which signs backups; ${file} knows its public half, and opens backups as before`,
      'keep a copy of both where the backups are not',
      `next: ./airgap apply backend, if ${name} is what the site file names; else name ${signing} there as backup.signingKeyFile`,
    ].join('\n'),
  )
}
