import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { Steps, type Say } from '../../install/steps.ts'
import { keysOf, makingOf } from '../../life/backup-key.ts'
import { tellChanges } from '../../life/object-diff.ts'
import { openLife } from '../../life/open-life.ts'
import { backupPath } from '../../life/take-backup.ts'
import { requireInstalled, upgradeRelease, type UpgradeReport } from '../../life/upgrade-release.ts'
import { tellChecks } from '../../preflight/check.ts'
import { requirePassed } from '../../preflight/run-preflight.ts'
import type { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { givenKeys } from '../backup-options.ts'
import { acceptBundle } from '../open-bundle.ts'
import { timeoutMsOf, timeoutOption } from '../minutes.ts'
import { tellStep } from '../tell-step.ts'

interface Options {
  file: string
  to?: string
  keyFile?: string
  timeout: string
}

/** `airgap upgrade`: the control plane of this bundle in place of the one that runs, with a way back that was tried. */
export function upgradeCommand(app: App): Command {
  return new Command('upgrade')
    .description('bring the control plane to this release; when it does not come up, the one before runs again')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--to <file>', 'where the backup goes that is made before; else into backup.folder'))
    .addOption(new Option('--key-file <file>', 'the key that opens backups, if not that of the site file'))
    .addOption(timeoutOption('how long the new release may take to get ready'))
    .action(async ({ file, to, keyFile, timeout }: Options) => {
      const timeoutMs = timeoutMsOf(timeout)
      const bundle = await app.bundle()
      const { host } = app
      const place = await openLife(app, file)
      const keys = keysOf(place.site, givenKeys(host.cwd, keyFile === undefined ? {} : { keyFile }))
      await makingOf(place.site)
      const installed = await requireInstalled(place, bundle)
      const { current, history } = installed
      const { version } = bundle.release
      if (current.counter === bundle.release.counter && history.pending === undefined) {
        // The run that brought it may have been killed before it remembered that.
        if (app.globals.dryRun !== true) acceptBundle(host, bundle)
        app.tell({ ok: true, from: version, to: version, changes: [] }, `${version} runs already: nothing was changed`)
        return
      }
      const say: Say = (line, step) => tellStep(app, line, step)
      const steps = new Steps(say, host.now)
      const found = await steps.run('checks', 'checking everything', async () => {
        await place.requireWayBack(current)
        return await place.check()
      })
      try {
        const { checks } = found
        if (app.globals.json !== true) host.stderr.write(`${tellChecks(checks)}\n`)
        requirePassed(checks)
        const objects = await steps.run('changes', 'what will change', () => place.diff())
        if (app.globals.json !== true) tellStep(app, `from ${current.version} to ${version}\n${tellChanges(objects)}`)
        if (app.globals.dryRun === true) {
          app.tell(
            { ok: true, from: current.version, to: version, checks, objects },
            'dry run: nothing was brought here and nothing changed',
          )
          return
        }
        const { line, pushed } = await steps.run('push', 'bringing the programs', () => found.bring(app))
        tellStep(app, line)
        const backup = backupPath(
          place.site.backup?.folder ?? host.cwd,
          to === undefined ? undefined : resolve(host.cwd, to),
          current.version,
          host.now(),
        )
        const started = host.now()
        app.progress.start('backup', 0)
        const report = await upgradeRelease(
          {
            place,
            bundle,
            host,
            keys,
            backup,
            timeoutMs,
            say,
            steps,
            onBytes: (count) => app.progress.advance(count),
          },
          installed,
        ).catch((error: unknown) => {
          const { message, details = [] } = error as Partial<AirgapError>
          app.audit('upgrade failed', { from: current.version, to: version, backup, error: message, details })
          throw error
        })
        const ms = host.now() - started
        await steps.run('trail', 'what this machine remembers', () => {
          acceptBundle(host, bundle)
          app.audit('upgrade', { from: report.from, to: report.to, backup: report.backup, schema: report.schema, ms })
        })
        app.tell({ ok: true, checks, objects, pushed, ms, ...report }, tell(report, ms))
      } finally {
        found.close()
      }
    })
}

function tell({ from, to, backup, schema }: UpgradeReport, ms: number): string {
  const ran = schema.before.pending.length
  return [
    `${to} runs in place of ${from}, after ${(ms / 1000).toFixed(1)} s; ${ran === 0 ? 'no migration was needed' : `${ran} migrations ran`}`,
    `the backup from before is ${backup.file}: ${backup.rows} rows in ${backup.tables} tables, restored and compared in ${(backup.triedInMs / 1000).toFixed(1)} s`,
    ...(backup.signed ? [] : ['it is not signed: see D8 of ./airgap doctor']),
    `the way back is ./airgap rollback`,
  ].join('\n')
}
