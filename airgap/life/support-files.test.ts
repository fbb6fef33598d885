import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority } from '../../e2e/kubernetes/cluster/certificates.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { openKube, type Kube } from '../install/kube.ts'
import { clusterSupport, supportFiles } from './support-files.ts'

/** An API server that answers what a test has put there by path, and refuses the rest. */
let server: Server
let kube: Kube
let home: string
let answers: Record<string, unknown> = {}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-support-'))
  const authority = await createAuthority('authority of a test')
  const { certificate: cert, key } = await authority.issue({ commonName: 'api', hosts: ['127.0.0.1'] })
  server = createServer({ cert, key }, (request, response) => {
    const answer = answers[new URL(request.url ?? '', 'https://x').pathname]
    const isText = typeof answer === 'string'
    response.writeHead(answer === undefined ? 403 : 200, { 'content-type': isText ? 'text/plain' : 'application/json' })
    response.end(isText ? answer : JSON.stringify(answer ?? { kind: 'Status', message: 'not for you' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ca = Buffer.from(authority.certificate).toString('base64')
  const kubeconfig = join(home, 'kubeconfig')
  writeFileSync(
    kubeconfig,
    `{apiVersion: v1, kind: Config, current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}], users: [{name: a, user: {token: x}}], clusters: [{name: a, cluster: {server: "${url}", certificate-authority-data: ${ca}}}]}`,
  )
  kube = openKube({ kubernetes: { kubeconfig } })
})
afterAll(() => {
  server.close()
  rmSync(home, { recursive: true, force: true })
})

const bundle = {
  release: { version: '1.4.0', counter: 40, createdFrom: { commit: 'c', at: 'now' }, architecture: 'amd64' },
} as unknown as OpenBundle

function files(): Promise<Map<string, string>> {
  return supportFiles(bundle, join(home, 'none'), (add) => clusterSupport(kube, ['a'], add))
}

test('of a Secret there are names alone, and what looks like one in other objects and in logs is blanked', async () => {
  const metadata = { name: 'one', namespace: 'a', managedFields: [{ manager: 'kubectl' }] }
  const containers = [{ name: 'c', env: [{ name: 'DATABASE_PASSWORD', value: 'hunter-variable' }] }]
  answers = {
    '/version': { gitVersion: 'v1.34.0' },
    '/api/v1/namespaces/a/configmaps/fairlead-airgap': { data: { version: '1.4.0', counter: '40' } },
    '/api/v1/namespaces/a/secrets/fairlead-airgap-history': { metadata: { name: 'h' } },
    '/api/v1/namespaces/a/secrets': {
      items: [
        { metadata: { name: 'login' }, type: 'Opaque', data: { key: Buffer.from('hunter-secret').toString('base64') } },
      ],
    },
    '/api/v1/namespaces/a/configmaps': { items: [{ metadata, data: { url: 'postgres://kim:hunter-map@db/x' } }] },
    '/api/v1/namespaces/a/pods': { items: [{ metadata, spec: { containers } }] },
    '/api/v1/namespaces/a/pods/one/log': 'ready\nlogin with token: hunter-log\n',
  }
  const found = await files()
  expect(found.get('bundle.yaml')).toContain('1.4.0')
  expect(found.get('a/installed.yaml')).toContain('version: 1.4.0')
  expect(found.get('a/secrets.yaml')).toBe('- name: login\n  type: Opaque\n  keys:\n    - key\n')
  expect(found.get('a/logs/one.c.log')).toBe('ready\nlogin with token: (blanked)\n')
  expect(found.get('a/configmaps.yaml')).toContain('postgres://kim:(blanked)@db/x')
  const all = [...found.values()].join('\n')
  expect(all).not.toContain('hunter')
  expect(all).not.toContain(Buffer.from('hunter-secret').toString('base64'))
  expect(all).not.toContain('managedFields')
})

test('what somebody may not see is a file that says so, and the rest is there', async () => {
  answers = { '/version': { gitVersion: 'v1.34.0' } }
  const found = await files()
  expect(found.get('kubernetes.yaml')).toContain('v1.34.0')
  for (const name of ['installed', 'secrets', 'pods', 'events'])
    expect(found.get(`a/${name}.yaml`), name).toMatch(/refused: .*(not for you|403)/)
})
