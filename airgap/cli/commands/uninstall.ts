import { resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { uninstallLinux } from '../../linux/linux-commands.ts'
import { openKube } from '../../install/kube.ts'
import { nameOf, type Phase } from '../../install/kube-object.ts'
import { backendOf, clusterOf } from '../../install/plan.ts'
import { listPhase, removePhase, type Removal } from '../../install/uninstall-phase.ts'
import { whatStays } from '../../install/what-stays.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { stateFolder } from '../state.ts'
import { tellStep } from '../tell-step.ts'

/** `airgap uninstall backend|cluster`: takes away what the installer has made, and nothing else. */
export function uninstallCommand(app: App): Command {
  return new Command('uninstall')
    .description('list what this installer has made, and with --yes remove it; data stays')
    .addArgument(new Argument('<phase>', 'backend or cluster').choices(['backend', 'cluster']))
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--yes', 'remove what is listed'))
    .addOption(new Option('--delete-data <namespace>', 'remove the data, too; say the namespace that it is in'))
    .addOption(new Option('--root <folder>', 'a folder instead of this host; only where platform is linux'))
    .action(async (phase: Phase, options: { file: string; yes?: boolean; deleteData?: string; root?: string }) => {
      const { file, yes, deleteData } = options
      const bundle = await app.bundle()
      const site = readAnySite(resolve(app.host.cwd, file))
      if (site.platform === 'linux') return await uninstallLinux(app, phase, site, options)
      const { namespace } = phase === 'backend' ? backendOf(site) : clusterOf(site)
      if (deleteData !== undefined && deleteData !== namespace)
        throw new AirgapError('usage', `--delete-data: the data is in ${namespace}, not in ${deleteData}`, {
          hint: 'say the name of that namespace if you mean it',
        })
      const projects = phase === 'cluster' ? clusterOf(site).projects : []
      const namespaces: [string, ...string[]] = [namespace, ...projects]
      const place = { phase, kube: openKube(site), bundle, namespaces, host: app.host }
      const found = await listPhase(place)
      const isForReal = yes === true && app.globals.dryRun !== true
      const stays = whatStays(phase, site, found, {
        deletesData: deleteData !== undefined,
        state: stateFolder(app.host),
      })
      if (app.globals.json !== true) tellStep(app, tellRemoval(found, deleteData !== undefined, stays))
      const removed = isForReal ? await removePhase(place, found, deleteData !== undefined) : []
      if (isForReal) app.audit(`uninstall ${phase}`, { removed, deletedData: deleteData !== undefined })
      const listed = { ...found, objects: found.objects.map(nameOf), data: found.data.map(nameOf) }
      app.tell(
        { ok: true, phase, listed, removed, stays },
        isForReal ? `removed ${removed.length} objects` : 'nothing was removed: say --yes to remove what is listed',
      )
    })
}

function tellRemoval(
  { release, objects, data, namespaces }: Removal,
  deletesData: boolean,
  stays: readonly string[],
): string {
  const group = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : [title, ...names.map((name) => `  ${name}`)]
  return [
    ...group('to remove:', [...release, ...objects.map(nameOf), ...(deletesData ? data.map(nameOf) : [])]),
    ...group('data that stays (--delete-data removes it):', deletesData ? [] : data.map(nameOf)),
    ...group('namespaces that go if nothing else is in them:', namespaces),
    ...group('what stays:', stays),
  ].join('\n')
}
