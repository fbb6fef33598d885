import { Exec, type V1Status } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Kube } from './kube.ts'
import { collector } from './collector.ts'

/** How long the link is good. */
export const LINK_MINUTES = 60

/** A link for the first admin that is good once and for {@link LINK_MINUTES}, made by a running replica of the control plane. */
export async function makeAdminLink(kube: Kube, namespace: string): Promise<string> {
  const labelSelector = 'app.kubernetes.io/name=fairlead,app.kubernetes.io/component=control-plane'
  const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector })
  const pod = items.find(({ status }) => status?.containerStatuses?.some(({ ready }) => ready))?.metadata?.name
  if (pod === undefined) throw new AirgapError('cluster', `no replica of the control plane in ${namespace} is ready`)
  const command = ['/usr/local/bin/node', '/app/dist/server/admin.js', 'setup-link', '--minutes', String(LINK_MINUTES)]
  const [stdout, stderr] = [collector(), collector()]
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(kube.config)
      .exec(namespace, pod, 'control-plane', command, stdout.stream, stderr.stream, null, false, resolve)
      .catch(reject)
  })
  if (status.status !== 'Success')
    throw new AirgapError(
      'cluster',
      `${pod} makes no link for the admin: ${stderr.text().trim() || (status.message ?? '')}`,
    )
  return stdout.text().trim()
}
