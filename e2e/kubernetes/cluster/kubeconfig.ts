import { stringify } from 'yaml'
import { writeSecret, type Certificate } from './certificates.ts'

export interface KubeconfigOptions {
  cluster: string
  url: string
  /** In PEM; absent for a server that the system's authorities vouch for. */
  authority?: string
  user: Certificate | { token: string }
  namespace?: string
}

/** Writes a kubeconfig that needs no other file. */
export function writeKubeconfig(path: string, options: KubeconfigOptions): void {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const { user } = options
  const document = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: options.cluster,
        cluster: {
          server: options.url,
          ...(options.authority === undefined ? {} : { 'certificate-authority-data': base64(options.authority) }),
        },
      },
    ],
    users: [
      {
        name: 'user',
        user:
          'token' in user
            ? { token: user.token }
            : { 'client-certificate-data': base64(user.certificate), 'client-key-data': base64(user.key) },
      },
    ],
    contexts: [
      {
        name: options.cluster,
        context: {
          cluster: options.cluster,
          user: 'user',
          ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
        },
      },
    ],
    'current-context': options.cluster,
  }
  writeSecret(path, stringify(document))
}
