import { shellWord } from '../../lib/shell.ts'

const CHART = 'charts/fairlead-agent'
const NAMESPACE = 'fairlead-agent'
const SECRET = 'fairlead-join-token'

export interface HelmInstall {
  /** Of the control plane, as pods of the cluster reach it. */
  url: string
  /** Of projects: there the agent may run something. */
  namespaces: readonly string[]
  /** They are to be made with it. */
  areNew: boolean
}

/** The commands that install an agent in a Kubernetes cluster, one after the other, as the CLI prints them. The token is in none of them. */
export function helmCommands({ url, namespaces, areNew }: HelmInstall): { title: string; text: string }[] {
  const values = [
    `controlPlane.url=${url}`,
    `joinToken.existingSecret=${SECRET}`,
    ...(namespaces.length > 0 ? [`projectNamespaces={${namespaces.join(',')}}`] : []),
    ...(namespaces.length > 0 && areNew ? ['namespaces.install=true'] : []),
  ]
  return [
    { title: '1. A namespace for the agent', text: `kubectl create namespace ${NAMESPACE}` },
    {
      title: '2. The token, from standard input',
      text: `kubectl -n ${NAMESPACE} create secret generic ${SECRET} --from-file=token=/dev/stdin    # paste the token, and end with Ctrl-D`,
    },
    {
      title: '3. The agent',
      text: [
        `helm install fairlead-agent ${CHART} --namespace ${NAMESPACE} --create-namespace`,
        ...values.map((value) => `  --set ${shellWord(value)}`),
      ].join(' \\\n'),
    },
  ]
}

/** True for an address that means the pod itself inside a cluster. */
export function isLoopback(url: string): boolean {
  const hostname = URL.canParse(url) ? new URL(url).hostname : ''
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
