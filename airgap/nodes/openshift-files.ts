import { stringify } from 'yaml'
import type { NodePlace } from './node-files.ts'

const AUTHORITIES = 'fairlead-registry-ca'

/** Objects by which OpenShift tells its nodes of a registry: a set of mirrors for digests, and the authority of its certificate. */
export function openshiftFiles({ host, project, authority, vendors }: NodePlace): Record<string, string> {
  const mirrors = {
    apiVersion: 'config.openshift.io/v1',
    kind: 'ImageDigestMirrorSet',
    metadata: { name: 'fairlead' },
    spec: {
      imageDigestMirrors: vendors
        .filter((vendor) => vendor !== host)
        .map((source) => ({ source, mirrors: [`${host}/${project}`], mirrorSourcePolicy: 'NeverContactSource' })),
    },
  }
  const files = {
    'openshift/image-digest-mirror-set.yaml': `# oc apply -f image-digest-mirror-set.yaml: the machine config operator brings it to every node, some of which it may drain for that.\n${stringify(mirrors)}`,
  }
  if (authority === undefined) return files
  const authorities = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: AUTHORITIES, namespace: 'openshift-config' },
    // As image.config.openshift.io wants it: a colon is not allowed in a key.
    data: { [host.replace(':', '..')]: authority },
  }
  const patch = JSON.stringify({ spec: { additionalTrustedCA: { name: AUTHORITIES } } })
  const about = [
    'oc apply -f registry-ca.yaml, and then',
    `oc patch image.config.openshift.io/cluster --type merge --patch '${patch}'`,
    'Where additionalTrustedCA names a ConfigMap already, add this key to that one instead.',
  ]
  return {
    ...files,
    'openshift/registry-ca.yaml': `${about.map((line) => `# ${line}\n`).join('')}${stringify(authorities)}`,
  }
}
