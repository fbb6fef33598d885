import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { imagesInUse } from '../../install/images-in-use.ts'
import { openKube } from '../../install/kube.ts'
import { listPrune, pruneRegistry, type PrunePlan } from '../../install/prune-registry.ts'
import { openRegistry, registryHost } from '../../install/site-images.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap prune`: what older releases have left in the registry of the site. */
export function pruneCommand(app: App): Command {
  return new Command('prune')
    .description('list images and signatures of older releases in the registry, and with --yes remove them')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(
      new Option('--agents', 'those of agents, too: only where no other cluster takes its agent from this registry'),
    )
    .addOption(new Option('--yes', 'remove what is listed'))
    .action(async ({ file, agents, yes }: { file: string; agents?: boolean; yes?: boolean }) => {
      const { release } = await app.bundle()
      const site = readAnySite(resolve(app.host.cwd, file))
      if (site.platform === 'linux')
        throw new AirgapError('usage', 'without Kubernetes there is no registry to prune', {
          hint: 'apply and upgrade remove programs of releases that there is no way back to',
        })
      if (site.registry.serve !== undefined)
        throw new AirgapError(
          'usage',
          'this site has no registry to prune: ./airgap serve has what is in its bundles',
          {
            hint: 'remove folders of older bundles beside it, but not that of the release that ran before: rollback needs it',
          },
        )
      const { running, digests } = await imagesInUse(openKube(site), site, release)
      const version = { 'control-plane': running.backend, postgresql: running.backend, agent: running.cluster }
      const repositories = release.images.flatMap(({ role, repository }) => {
        const runs = role === 'pause' || (role === 'agent' && agents !== true) ? undefined : version[role]
        return runs === undefined ? [] : [{ repository: `${site.registry.project}/${repository}`, running: runs }]
      })
      const client = openRegistry(site.registry)
      try {
        const plans = await listPrune(client, repositories, digests)
        const host = registryHost(site.registry)
        if (app.globals.json !== true) tellStep(app, tellPlans(host, plans))
        const isForReal = yes === true && app.globals.dryRun !== true
        const removed = isForReal ? await pruneRegistry(client, plans) : []
        if (isForReal) app.audit('prune', { removed })
        app.tell(
          { ok: true, registry: host, running, repositories: plans, removed },
          summary(plans, removed, isForReal),
        )
      } finally {
        client.close()
      }
    })
}

function tellPlans(host: string, plans: readonly PrunePlan[]): string {
  return plans
    .flatMap(({ repository, items, kept }) => [
      `${host}/${repository}`,
      ...items.map(({ digest, tags, what }) => `  to remove  ${what} ${tags.join(', ') || digest}`),
      ...kept.map(({ tag, why }) => `  stays      ${tag}: ${why}`),
    ])
    .join('\n')
}

function summary(plans: readonly PrunePlan[], removed: readonly string[], isForReal: boolean): string {
  if (isForReal)
    return `removed ${removed.length}; the registry frees their room when its owner next collects what nothing refers to`
  return plans.every(({ items }) => items.length === 0)
    ? 'there is nothing to remove'
    : 'nothing was removed: say --yes to remove what is listed'
}
