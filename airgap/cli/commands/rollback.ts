import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { keysOf, type BackupKeys } from '../../life/backup-key.ts'
import { readBackup, type ReadBackup } from '../../life/open-backup.ts'
import { openLife } from '../../life/open-life.ts'
import { restoreData, type DataLoss } from '../../life/restore-data.ts'
import { releaseOf, wayBack } from '../../life/way-back.ts'
import type { WithBackup } from '../../site/backup-section.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { addBackupOptions, givenKeys, SIGNATURES, type BackupOptions } from '../backup-options.ts'
import { timeoutMsOf, timeoutOption } from '../minutes.ts'
import { tellStep } from '../tell-step.ts'

interface Options extends BackupOptions {
  file: string
  data?: string
  yes?: boolean
  timeout: string
}

/** `airgap rollback`: what ran before, with the data as it is, or as a backup has it. */
export function rollbackCommand(app: App): Command {
  const command = new Command('rollback')
    .description('bring back the release that ran before; data stays as it is unless --data says otherwise')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--data <backup>', 'restore this backup, too: what came after it is lost'))
    .addOption(new Option('--yes', 'with --data: lose what is listed'))
  return addBackupOptions(command)
    .addOption(timeoutOption('how long the release may take to get ready'))
    .action(async ({ file, data, yes, timeout, ...options }: Options) => {
      const timeoutMs = timeoutMsOf(timeout)
      const { host } = app
      const place = await openLife(app, file)
      const history = await place.readHistory()
      const dryRun = app.globals.dryRun === true
      const from = history.pending ?? history.entries[0]?.version
      const backup = data === undefined ? undefined : await openData(app, place.site, data, options)
      const target = backup === undefined ? wayBack(history) : releaseOf(history, backup.found.head.version)
      await place.requireWayBack(target)
      const wait = { timeoutMs, say: (line: string) => tellStep(app, line) }
      const started = host.now()
      let loss: DataLoss | undefined
      if (backup === undefined) {
        if (!dryRun) await place.bringBack(target, wait)
      } else {
        loss = await restoreData({
          ...wait,
          ...backup,
          place,
          target,
          confirm: (found) => {
            tellStep(app, tellLoss(found))
            if (dryRun) return false
            if (yes !== true)
              throw new AirgapError('usage', `restoring ${data} loses what came after ${found.takenAt}`, {
                details: found.lines,
                hint: 'nothing was changed; say --yes if that is meant',
              })
            return true
          },
        })
      }
      const ms = host.now() - started
      const result = { ok: true, from, to: target.version, dryRun, ms, ...(loss === undefined ? {} : { lost: loss }) }
      app.audit('rollback', {
        from,
        to: target.version,
        data,
        signature: backup?.found.signature,
        lost: loss?.lines,
      })
      app.tell(
        result,
        dryRun
          ? `dry run: ${target.version} would take the place of ${from}; nothing was changed`
          : `${target.version} runs again in place of ${from}, after ${(ms / 1000).toFixed(1)} s`,
      )
    })
}

/** A backup that was read to its end before anything is stopped. */
async function openData(
  app: App,
  site: WithBackup,
  data: string,
  options: BackupOptions,
): Promise<{ backup: string; keys: BackupKeys; found: ReadBackup }> {
  const { cwd } = app.host
  const backup = resolve(cwd, data)
  if (!existsSync(backup)) throw new AirgapError('usage', `there is no backup ${backup}`)
  const keys = keysOf(site, givenKeys(cwd, options))
  tellStep(app, `checking ${backup}`)
  const found = await readBackup(backup, keys)
  tellStep(app, `it is whole, and ${SIGNATURES[found.signature]}`)
  return { backup, keys, found }
}

function tellLoss({ takenAt, lines }: DataLoss): string {
  if (lines.length === 0) return `nothing was written since the backup of ${takenAt}`
  return [`lost with the backup of ${takenAt}:`, ...lines.map((line) => `  ${line}`)].join('\n')
}
