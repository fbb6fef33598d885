import { resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { LINK_MINUTES } from '../../install/admin-link.ts'
import { applyPhase, type ApplyReport } from '../../install/apply-phase.ts'
import { readRecord } from '../../install/install-record.ts'
import { openKube } from '../../install/kube.ts'
import type { Phase } from '../../install/kube-object.ts'
import { backendOf } from '../../install/plan.ts'
import { requireSameRelease } from '../../install/require-same-release.ts'
import { applyLinuxPhase } from '../../linux/linux-commands.ts'
import { backendUrl } from '../../install/values.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { acceptBundle } from '../open-bundle.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap apply backend|cluster`: brings a prepared phase into the cluster, and waits until it runs. */
export function applyCommand(app: App): Command {
  return new Command('apply')
    .description('install or change what prepare has checked and pushed, and wait until it runs')
    .addArgument(new Argument('<phase>', 'backend or cluster').choices(['backend', 'cluster']))
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--timeout <minutes>', 'how long each part may take to get ready').default('10'))
    .addOption(new Option('--root <folder>', 'a folder instead of this host; only where platform is linux'))
    .action(async (phase: Phase, { file, timeout, root }: { file: string; timeout: string; root?: string }) => {
      const minutes = Number(timeout)
      if (!(minutes > 0 && minutes <= 120))
        throw new AirgapError('usage', `--timeout: ${timeout} is not between 1 and 120 minutes`)
      const bundle = await app.bundle()
      const site = readAnySite(resolve(app.host.cwd, file))
      if (site.platform === 'linux')
        return await applyLinuxPhase(app, phase, site, {
          timeoutMs: minutes * 60_000,
          ...(root === undefined ? {} : { root }),
        })
      if (phase === 'backend') requireSameRelease(await readRecord(openKube(site), backendOf(site).namespace), bundle)
      const dryRun = app.globals.dryRun === true
      const report = await applyPhase({
        phase,
        site,
        bundle,
        host: app.host,
        timeoutMs: minutes * 60_000,
        dryRun,
        say: (line, step) => tellStep(app, line, step),
      })
      if (!dryRun) acceptBundle(app.host, bundle)
      const { changes, steps, adminLink } = report
      app.audit(`apply ${phase}`, { version: bundle.release.version, changes })
      const url = phase === 'backend' ? backendUrl(backendOf(site)) : undefined
      app.tell({ ok: true, phase, url, adminLink, changes, steps }, tell(phase, url, report, dryRun))
    })
}

function tell(phase: Phase, url: string | undefined, { changes, adminLink }: ApplyReport, dryRun: boolean): string {
  if (dryRun) return 'dry run: the cluster would take every object; nothing was changed'
  return [
    changes.length === 0 ? 'everything was as it should be: nothing was changed' : `${changes.length} changes`,
    ...(url === undefined ? [] : [`the control plane is at ${url}`]),
    ...(adminLink === undefined
      ? []
      : [`for the first admin, good once and for ${LINK_MINUTES} minutes:`, `  ${adminLink}`]),
    phase === 'backend'
      ? 'next: add a cluster in the console, then ./airgap prepare cluster'
      : 'the agent is enrolled and runs',
  ].join('\n')
}
