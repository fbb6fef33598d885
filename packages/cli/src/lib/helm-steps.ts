import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { quoted } from './quoted.ts'

const CHECKOUT = join(import.meta.dirname, '../../../..')
const CHART = 'charts/fairlead-agent'
const NAMESPACE = 'fairlead-agent'
const SECRET = 'fairlead-join-token'

export interface HelmSteps {
  cluster: string
  url: string
  /** Where the join token lies; undefined: it was shown. */
  tokenFile: string | undefined
  /** Namespaces of projects, in which the agent may run something. */
  namespaces: readonly string[]
}

/** The commands that install an agent in a Kubernetes cluster, to be copied as they stand. The token is in none of them. */
export function helmSteps({ cluster, url, tokenFile, namespaces }: HelmSteps): string {
  const { origin, hostname } = new URL(url)
  const chart = existsSync(join(CHECKOUT, CHART)) ? join(CHECKOUT, CHART) : CHART
  const from = tokenFile ?? '/dev/stdin'
  const paste = tokenFile === undefined ? '    # paste the token, and end with Ctrl-D' : ''
  const values = [
    `controlPlane.url=${origin}`,
    `joinToken.existingSecret=${SECRET}`,
    ...(namespaces.length > 0 ? [`projectNamespaces={${namespaces.join(',')}}`, 'namespaces.install=true'] : []),
  ]
  const remarks = [
    ...(isLoopback(hostname)
      ? [`${origin} means the pod itself inside a cluster: name the control plane as its pods reach it.`]
      : []),
    ...(namespaces.length > 0
      ? ['Leave namespaces.install out if these namespaces are there already.']
      : ['The agent may run nothing until it is given namespaces: --set projectNamespaces={NAME}.']),
    `What the agent may do there: ${CHART}/values.yaml. See how far it has come with: fairlead cluster check ${cluster}`,
  ]
  return `Then run this with a kubectl and a helm that reach the cluster:

  kubectl create namespace ${NAMESPACE}
  kubectl -n ${NAMESPACE} create secret generic ${SECRET} --from-file=${quoted(`token=${from}`)}${paste}
  helm install fairlead-agent ${quoted(chart)} --namespace ${NAMESPACE} --create-namespace \\
${values.map((value) => `    --set ${quoted(value)}`).join(' \\\n')}

${remarks.join('\n')}
`
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
