import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { pushPhase, tellPushed } from '../../install/push-phase.ts'
import { readRecord } from '../../install/install-record.ts'
import { openKube } from '../../install/kube.ts'
import type { Phase } from '../../install/kube-object.ts'
import { backendOf, planFiles, type Plan } from '../../install/plan.ts'
import { isOtherRelease } from '../../install/require-same-release.ts'
import { tellChecks } from '../../preflight/check.ts'
import { probePhase } from '../../preflight/probe/probe-phase.ts'
import { requirePassed, runPreflight } from '../../preflight/run-preflight.ts'
import { writeNodeFiles, type WrittenForNodes } from '../../nodes/write-node-files.ts'
import { prepareLinux } from '../../linux/linux-commands.ts'
import { readAnySite } from '../../site/read-site.ts'
import type { App } from '../app.ts'
import { tellStep } from '../tell-step.ts'

interface PrepareOptions {
  file: string
  out: string
  root?: string
  quick?: boolean
}

/** `airgap prepare backend|cluster`: all that can be done and known before the cluster changes. */
export function prepareCommand(app: App): Command {
  return new Command('prepare')
    .description('check everything, push the images, and write what would be installed; the cluster stays as it is')
    .addArgument(new Argument('<phase>', 'backend or cluster').choices(['backend', 'cluster']))
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--out <folder>', 'where to write what would be installed').default('out'))
    .addOption(
      new Option('--quick', 'without the 70 seconds of silence by which a proxy shows that it cuts idle connections'),
    )
    .addOption(new Option('--root <folder>', 'a folder instead of this host; only where platform is linux'))
    .action(async (phase: Phase, { file, out, root, quick = false }: PrepareOptions) => {
      const bundle = await app.bundle()
      const site = readAnySite(resolve(app.host.cwd, file))
      if (site.platform === 'linux')
        return await prepareLinux(app, phase, site, {
          out,
          file,
          isQuick: quick,
          ...(root === undefined ? {} : { root }),
        })
      const isDry = app.globals.dryRun === true
      // Before all checks: nodes that do not trust the registry yet fail one of them.
      const forNodes = isDry ? undefined : writeNodeFiles(site, bundle, resolve(app.host.cwd, out))
      const preflight = await runPreflight(phase, site, bundle, app.host)
      const { checks, plan } = preflight
      try {
        if (app.globals.json !== true) app.host.stderr.write(`${tellChecks(checks)}\n`)
        requirePassed(checks)
        const pushed = isDry ? undefined : await pushPhase(app, phase, bundle, site, preflight)
        if (pushed !== undefined) {
          tellStep(app, 'looking from inside the cluster')
          const inside = await probePhase({ phase, site, bundle, host: app.host, isQuick: quick })
          if (app.globals.json !== true) app.host.stderr.write(`${tellChecks(inside)}\n`)
          checks.push(...inside)
          requirePassed(inside)
        }
        const folder = join(resolve(app.host.cwd, out), phase)
        const files = plan === undefined || isDry ? [] : writePlan(plan, folder)
        const runs = phase === 'backend' ? await readRecord(openKube(site), backendOf(site).namespace) : undefined
        const next = isOtherRelease(runs, bundle) ? 'upgrade' : `apply ${phase}`
        app.audit(`prepare ${phase}`, { version: bundle.release.version, sentBytes: pushed?.sentBytes })
        app.tell(
          { ok: true, phase, checks, pushed, files: [...files, ...(forNodes?.files ?? [])] },
          [
            pushed === undefined ? 'dry run: nothing was pushed and nothing written' : tellPushed(site, pushed),
            ...files.map((path) => `wrote ${path}`),
            ...(forNodes === undefined ? [] : tellNodes(forNodes)),
            `next: ./airgap ${next} -f ${file}`,
          ].join('\n'),
        )
      } finally {
        preflight.registry.close()
      }
    })
}

/** What is done once, as against what follows with each release. */
function tellNodes({ files, next }: WrittenForNodes): string[] {
  return [
    ...files.map((path) => `wrote ${path}`),
    'once, for what has not been told yet:',
    ...next.map((line) => `  ${line}`),
  ]
}

function writePlan(plan: Plan, folder: string): string[] {
  mkdirSync(folder, { recursive: true })
  return Object.entries(planFiles(plan)).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
