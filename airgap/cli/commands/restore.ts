import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { keysOf } from '../../life/backup-key.ts'
import { readBackup } from '../../life/open-backup.ts'
import { openLife } from '../../life/open-life.ts'
import { sendDump } from '../../life/send-dump.ts'
import { PLACES_FILE } from '../../life/site-files.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { addBackupOptions, givenKeys, SIGNATURES, type BackupOptions } from '../backup-options.ts'
import { acceptBundle } from '../open-bundle.ts'
import { timeoutMsOf, timeoutOption } from '../minutes.ts'
import { tellStep } from '../tell-step.ts'

interface Options extends BackupOptions {
  file: string
  extract?: string
  timeout: string
}

/** `airgap restore BACKUP`: a site as it was, into an empty database. */
export function restoreCommand(app: App): Command {
  const command = new Command('restore')
    .description('bring a site back from a backup, into an empty database; its agents come back by themselves')
    .argument('<backup>', 'the file')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
  return addBackupOptions(command)
    .addOption(
      new Option('--extract <folder>', 'write the site file and the files that it names into a folder, and stop'),
    )
    .addOption(timeoutOption('how long each part may take to get ready'))
    .action(async (backup: string, options: Options) => {
      const path = resolve(app.host.cwd, backup)
      if (!existsSync(path)) throw new AirgapError('usage', `there is no backup ${path}`)
      if (options.extract !== undefined) {
        await app.bundle()
        await extract(app, path, resolve(app.host.cwd, options.extract), options)
        return
      }
      const place = await openLife(app, options.file)
      const keys = keysOf(place.site, givenKeys(app.host.cwd, options))
      const started = app.host.now()
      tellStep(app, `checking ${path}`)
      app.progress.start('checking', statSync(path).size)
      const found = await readBackup(path, keys, { onBytes: (count) => app.progress.advance(count) })
      const { head, contents, signature } = found
      const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0)
      const about = `${head.version} of ${head.takenAt}: ${contents.tables.length} tables, ${rows} rows`
      tellStep(app, `it is whole, and ${SIGNATURES[signature]}: ${about}`)
      if (app.globals.dryRun === true) {
        app.tell(
          { ok: true, backup: path, head, rows, signature },
          `dry run: the backup is whole, and ${SIGNATURES[signature]}; nothing was changed`,
        )
        return
      }
      const report = await place.apply({
        timeoutMs: timeoutMsOf(options.timeout),
        say: (line, step) => tellStep(app, line, step),
        beforeStart: async ({ admin }) => {
          tellStep(app, 'restoring the database')
          await sendDump(admin, path, keys, 'empty')
          tellStep(app, 'the database holds what the backup says')
        },
      })
      acceptBundle(app.host, await app.bundle())
      const ms = app.host.now() - started
      const { url } = place
      app.audit('restore', { backup: path, takenAt: head.takenAt, hash: contents.hash, rows, signature })
      app.tell(
        { ok: true, backup: path, head, rows, hash: contents.hash, signature, ms, url, steps: report.steps },
        [
          `restored ${about}`,
          `it took ${(ms / 1000).toFixed(1)} s; the control plane is at ${url}, and agents that knew it come back by themselves`,
        ].join('\n'),
      )
    })
}

/** The files of the site, for a machine that has lost them. The database is checked on the way, and left where it is. */
async function extract(app: App, backup: string, folder: string, options: BackupOptions): Promise<void> {
  if (options.keyFile === undefined)
    throw new AirgapError('usage', 'the key that opens the backup is needed', { hint: 'name its file with --key-file' })
  const files = new Map<string, Buffer>()
  const keys = keysOf({}, givenKeys(app.host.cwd, options))
  await readBackup(backup, keys, { onSiteFile: (name, bytes) => files.set(name, bytes) })
  const places = JSON.parse(files.get(PLACES_FILE)?.toString() ?? '{}') as Record<string, string>
  const written = Object.entries(places).map(([name, place]) => [join(folder, place), files.get(name)!] as const)
  for (const [path] of written)
    if (!path.startsWith(`${folder}/`) || existsSync(path))
      throw new AirgapError('usage', `${path} is there already`, { hint: 'name an empty folder' })
  if (app.globals.dryRun !== true)
    for (const [path, bytes] of written) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' })
    }
  const paths = written.map(([path]) => path)
  app.tell(
    { ok: true, files: paths },
    [...paths, 'the keys to backups, the kubeconfig and a login that may push are not in a backup'].join('\n'),
  )
}
