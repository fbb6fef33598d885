import { stringify } from 'yaml'
import type { NodePlace } from './node-files.ts'

/** Where the authority lies on nodes of k3s and of RKE2 alike. */
export const K3S_AUTHORITY = '/etc/rancher/fairlead-registry-ca.crt'

/** `registries.yaml` of k3s and RKE2, which make settings of containerd from it when they start. */
export function k3sFiles({ url, host, project, authority, vendors }: NodePlace): Record<string, string> {
  const mirrors = Object.fromEntries(
    vendors
      .filter((vendor) => vendor !== host)
      .map((vendor) => [vendor, { endpoint: [url], rewrite: { '^(.*)$': `${project}/$1` } }]),
  )
  const settings = {
    mirrors: { [host]: { endpoint: [url] }, ...mirrors },
    ...(authority === undefined ? {} : { configs: { [host]: { tls: { ca_file: K3S_AUTHORITY } } } }),
  }
  const about = [
    'Belongs on every node as /etc/rancher/k3s/registries.yaml, or /etc/rancher/rke2/registries.yaml; where there is one already, add these entries to it.',
    ...(authority === undefined ? [] : [`The file fairlead-registry-ca.crt beside it belongs to ${K3S_AUTHORITY}.`]),
    'k3s or RKE2 reads it when it starts: systemctl restart k3s, k3s-agent, rke2-server or rke2-agent.',
  ]
  return {
    'k3s/registries.yaml': `${about.map((line) => `# ${line}\n`).join('')}${stringify(settings)}`,
    ...(authority === undefined ? {} : { 'k3s/fairlead-registry-ca.crt': authority }),
  }
}
