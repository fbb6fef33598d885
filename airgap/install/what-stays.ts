import type { LinuxSite } from '../site/linux-site.ts'
import type { Site } from '../site/site.ts'
import type { Phase } from './kube-object.ts'
import type { Removal } from './uninstall-phase.ts'
import { registryPlace } from './site-images.ts'

/** What `uninstall` leaves where it is, on purpose, each with whose it is: one sentence for each. */
export function whatStays(
  phase: Phase,
  site: Site,
  { data }: Pick<Removal, 'data'>,
  { deletesData, state }: { deletesData: boolean; state: string },
): string[] {
  const { projects = [] } = site.cluster ?? {}
  const hasClaims = data.some(({ kind }) => kind === 'PersistentVolumeClaim')
  return [
    ...(phase === 'cluster'
      ? [
          `namespaces of projects in which people have left something${projects.length === 0 ? '' : ` (${projects.join(', ')})`}, and those that the agent has made for projects: kubectl get namespaces -l fairlead.dev/agent`,
        ]
      : []),
    ...(deletesData && hasClaims ? ['volumes whose storage class says Retain: kubectl get persistentvolumes'] : []),
    `images and their signatures in ${registryPlace(site.registry)}: whoever keeps that registry removes them`,
    ...ofInstaller(phase, site, state),
  ]
}

/** The same on a host without Kubernetes. */
export function whatStaysOnHost(phase: Phase, site: Pick<LinuxSite, 'backup'>, state: string): string[] {
  return ['what the services have written to the journal of the host', ...ofInstaller(phase, site, state)]
}

function ofInstaller(phase: Phase, { backup }: Pick<LinuxSite, 'backup'>, state: string): string[] {
  return [
    `what this installer remembers in ${state}: with it, older releases and other keys are refused the next time`,
    ...(phase === 'backend' && backup !== undefined
      ? [`backups in ${backup.folder}, and the key that opens them`]
      : []),
  ]
}
