import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAuthority, loadAuthority, serviceAccountKeys, writeSecret, type Authority } from './certificates.ts'
import { writeKubeconfig } from './kubeconfig.ts'

export interface CredentialOptions {
  name: string
  url: string
  /** Every address and name that the API answers to. */
  hosts: readonly string[]
}

/** Makes all certificates and kubeconfigs of a cluster's own programs, under `pki` and `kubeconfig` of its folder. */
export async function writeCredentials(folder: string, options: CredentialOptions): Promise<void> {
  const authority = await createAuthority(`fairlead rig ${options.name}`)
  const pki = (file: string, text: string) => writeSecret(join(folder, 'pki', file), text)
  pki('ca.crt', authority.certificate)
  pki('ca.key', authority.key)

  const server = await authority.issue({ commonName: 'kube-apiserver', hosts: options.hosts })
  pki('apiserver.crt', server.certificate)
  pki('apiserver.key', server.key)
  const kubeletClient = await authority.issue({
    commonName: 'kube-apiserver-kubelet-client',
    organization: 'system:masters',
  })
  pki('kubelet-client.crt', kubeletClient.certificate)
  pki('kubelet-client.key', kubeletClient.key)
  const tokens = serviceAccountKeys()
  pki('service-accounts.pub', tokens.publicKey)
  pki('service-accounts.key', tokens.privateKey)

  const users = {
    admin: { commonName: 'admin', organization: 'system:masters' },
    'kube-controller-manager': { commonName: 'system:kube-controller-manager' },
    'kube-scheduler': { commonName: 'system:kube-scheduler' },
    // Both stand for many parts of a cluster at once.
    kwok: { commonName: 'kwok', organization: 'system:masters' },
    coredns: { commonName: 'coredns', organization: 'system:masters' },
  }
  for (const [name, subject] of Object.entries(users))
    writeKubeconfig(kubeconfigPath(folder, name), {
      cluster: options.name,
      url: options.url,
      authority: authority.certificate,
      user: await authority.issue(subject),
    })
}

export function kubeconfigPath(folder: string, user: string): string {
  return join(folder, 'kubeconfig', `${user}.yaml`)
}

/** The authority of a cluster that was started before. */
export function readAuthority(folder: string): Promise<Authority> {
  const pki = (file: string) => readFileSync(join(folder, 'pki', file), 'utf8')
  return loadAuthority({ certificate: pki('ca.crt'), key: pki('ca.key') })
}
