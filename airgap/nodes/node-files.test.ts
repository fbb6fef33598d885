import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { nodeFiles, type NodePlace } from './node-files.ts'

const PLACE: NodePlace = {
  url: 'https://registry.site.internal:5000',
  host: 'registry.site.internal:5000',
  project: 'team/fairlead',
  authority: '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n',
  vendors: ['fairlead.dev'],
}

test('containerd takes names of the vendor from the project of the site, and asks nobody else', () => {
  const files = nodeFiles(PLACE)
  const vendor = files['certs.d/fairlead.dev/hosts.toml']
  expect(vendor).toContain('server = "https://registry.site.internal:5000/v2/team/fairlead"\n')
  expect(vendor).toContain('[host."https://registry.site.internal:5000/v2/team/fairlead"]\n')
  // As the server and as the host: what one does not have the other is asked for.
  expect(vendor?.match(/^ *override_path = true$/gm)).toHaveLength(2)
  expect(vendor?.match(/^ *ca = "ca.crt"$/gm)).toHaveLength(2)
  const own = files['certs.d/registry.site.internal:5000/hosts.toml']
  expect(own).toContain('server = "https://registry.site.internal:5000"\n')
  expect(own).not.toContain('override_path')
  for (const registry of ['fairlead.dev', PLACE.host]) expect(files[`certs.d/${registry}/ca.crt`]).toBe(PLACE.authority)
})

test('k3s and RKE2 rewrite the path, since their endpoints have none', () => {
  expect(parse(nodeFiles(PLACE)['k3s/registries.yaml']!)).toEqual({
    mirrors: {
      'registry.site.internal:5000': { endpoint: [PLACE.url] },
      'fairlead.dev': { endpoint: [PLACE.url], rewrite: { '^(.*)$': 'team/fairlead/$1' } },
    },
    configs: { 'registry.site.internal:5000': { tls: { ca_file: '/etc/rancher/fairlead-registry-ca.crt' } } },
  })
})

test('OpenShift gets a set of mirrors for digests, and the authority under a key that it takes', () => {
  const files = nodeFiles(PLACE)
  expect(parse(files['openshift/image-digest-mirror-set.yaml']!)).toMatchObject({
    kind: 'ImageDigestMirrorSet',
    spec: {
      imageDigestMirrors: [
        {
          source: 'fairlead.dev',
          mirrors: ['registry.site.internal:5000/team/fairlead'],
          mirrorSourcePolicy: 'NeverContactSource',
        },
      ],
    },
  })
  expect(parse(files['openshift/registry-ca.yaml']!)).toMatchObject({
    kind: 'ConfigMap',
    metadata: { namespace: 'openshift-config' },
    data: { 'registry.site.internal..5000': PLACE.authority },
  })
})

test('a registry that everybody trusts needs no authority anywhere', () => {
  const files = nodeFiles({ ...PLACE, authority: undefined })
  expect(Object.keys(files).toSorted()).toEqual([
    'certs.d/fairlead.dev/hosts.toml',
    'certs.d/registry.site.internal:5000/hosts.toml',
    'k3s/registries.yaml',
    'openshift/image-digest-mirror-set.yaml',
  ])
  expect(Object.values(files).join('')).not.toMatch(/ca\.crt|ca_file|registry-ca\.yaml/)
})
