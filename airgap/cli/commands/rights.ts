import { resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { stringify } from 'yaml'
import type { Phase } from '../../install/kube-object.ts'
import { planPhase } from '../../install/plan.ts'
import { installerRights } from '../../rights/installer-rights.ts'
import { rightsManifest, rightsObjects, type Grant } from '../../rights/rights-manifest.ts'
import { siteNamespaces } from '../../rights/site-namespaces.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'

interface RightsOptions {
  file: string
  user?: string
  namespaces?: boolean
}

/** `airgap rights backend|cluster`: what an admin of the cluster applies once, so that somebody with these rights and no others can install and look after a phase. */
export function rightsCommand(app: App): Command {
  return new Command('rights')
    .description(
      'print the rights in the cluster that installing takes at this site, for kubectl apply; no cluster is asked',
    )
    .addArgument(new Argument('<phase>', 'backend or cluster').choices(['backend', 'cluster']))
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(
      new Option(
        '--user <name>',
        'who gets them, as kubectl auth whoami names whoever installs; an account for it is made when left out',
      ),
    )
    .addOption(
      new Option(
        '--namespaces',
        'print the namespaces instead, which come first; whoever deletes these deletes the data',
      ),
    )
    .action(async (phase: Phase, { file, user, namespaces }: RightsOptions) => {
      const bundle = await app.bundle()
      const site = readAnySite(resolve(app.host.cwd, file))
      if (site.platform === 'linux')
        throw new AirgapError(
          'usage',
          'without Kubernetes the installer is root of the host, and there is nothing to give',
        )
      const plan = await planPhase(phase, site, bundle, app.host.env, {
        isOpenShift: site.platform === 'openshift',
        // Neither makes a difference for rights.
        databasePassword: 'to-be-made',
        joinToken: 'to-be-given',
      })
      if (namespaces === true) {
        const objects = siteNamespaces(plan)
        app.tell({ ok: true, phase, objects }, objects.map((object) => stringify(object)).join('---\n'))
        return
      }
      const granted: Grant = {
        phase,
        namespace: plan.namespace,
        rights: installerRights(plan, site),
        ...(user === undefined ? {} : { user }),
      }
      app.tell({ ok: true, phase, objects: rightsObjects(granted) }, rightsManifest(granted))
    })
}
