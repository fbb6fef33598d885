import type { LinuxSite } from '../site/linux-site.ts'
import type { Site } from '../site/site.ts'
import type { Phase } from './kube-object.ts'
import type { Removal } from './uninstall-phase.ts'
import { SERVE_UNIT } from '../serve/serve-unit.ts'
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
    ...ofRegistry(site.registry),
    ...ofInstaller(phase, site, state),
  ]
}

function ofRegistry(registry: Site['registry']): string[] {
  const place = registryPlace(registry)
  const { serve } = registry
  return [
    serve === undefined
      ? `images and their signatures in ${place}: whoever keeps that registry removes them`
      : `./airgap serve at ${place}, with its bundles and the certificate in ${serve.folder}: end it where it runs, or systemctl disable --now ${SERVE_UNIT}`,
    `what nodes were told of ${place}, where somebody has brought out/nodes to them`,
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
