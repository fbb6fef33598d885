import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority } from '../../../e2e/kubernetes/cluster/certificates.ts'
import { openKube, type Kube } from '../../install/kube.ts'
import type { KubeObject } from '../../install/kube-object.ts'
import type { Plan } from '../../install/plan.ts'
import type { Release } from '../../release/release.ts'
import { parseSite } from '../../site/read-site.ts'
import type { Site } from '../../site/site.ts'
import type { Check } from '../check.ts'
import { checkAccelerators } from './check-accelerators.ts'
import { checkAddresses } from './check-addresses.ts'
import { checkIngress } from './check-ingress.ts'
import { checkNodes } from './check-nodes.ts'
import { checkPlatform } from './check-platform.ts'
import { checkQuotas } from './check-quotas.ts'
import { checkRights } from './check-rights.ts'
import { checkStorage } from './check-storage.ts'
import { checkVersion } from './check-version.ts'
import { podNeeds } from './pod-needs.ts'

/** An API server that answers what a test has put there, and nothing else. */
let server: Server
let kube: Kube
let home: string
let answers: Record<string, unknown> = {}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-api-'))
  const authority = await createAuthority('authority of a test')
  const { certificate: cert, key } = await authority.issue({ commonName: 'api', hosts: ['127.0.0.1'] })
  server = createServer({ cert, key }, (request, response) => {
    const answer = answers[new URL(request.url ?? '', 'https://x').pathname]
    response.writeHead(answer === undefined ? 403 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? { kind: 'Status', message: 'no' }))
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

function site(more = ''): Site {
  const { value, problems } = parseSite(`registry: {url: "https://127.0.0.1:5000"}\n${more}`, '/') as {
    value?: Site
    problems?: unknown
  }
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value
}

const backend = (expose: string, database = 'bundled: {}') =>
  site(`backend: {domain: fairlead.site, expose: {${expose}}, database: {${database}}}\n`)

async function tell(check: () => Promise<Check | Check[]>, answering: Record<string, unknown>): Promise<string> {
  answers = answering
  const found = [await check()].flat()
  return found.map(({ id, result, seen, fix = '' }) => `${id} ${result}: ${seen}: ${fix}`).join('\n')
}

test.each([
  ['1.29', '29', 'K1 fail: v1.29: upgrade the cluster'],
  ['1.30', '30', 'K1 pass: v1.30'],
  ['1.36', '36+', 'K1 pass: v1.36'],
  ['1.99', '99', 'K1 warn: v1.99: this release was tried up to'],
])('K1: version %s', async (version, minor, line) => {
  expect(await tell(() => checkVersion(kube), { '/version': { gitVersion: `v${version}`, minor } })).toContain(line)
})

test('K1: a kubeconfig that is not let in, and an API server that is not there', async () => {
  expect(await tell(() => checkVersion(kube), {})).toMatch(/^K1 fail: 403: .*check its user/)
  const away = { ...kube, server: 'https://127.0.0.1:1' }
  expect(await tell(() => checkVersion(away), {})).toMatch(/^K1 fail: no answer: .*ECONNREFUSED/)
})

test('K2: every right that is missing is named, with who lacks it and what gives it', async () => {
  const metadata = { name: 'fairlead-agent' }
  const namespaces = [{ apiVersion: 'v1', kind: 'Namespace', metadata }]
  const plan = { phase: 'cluster', namespace: metadata.name, namespaces, objects: [], rendered: '' } as unknown as Plan
  const look = (allowed: boolean, found: object = { metadata }) =>
    tell(() => checkRights(kube, plan, site()), {
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': { status: { allowed } },
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': {
        status: { resourceRules: allowed ? [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] : [] },
      },
      '/apis/authentication.k8s.io/v1/selfsubjectreviews': { status: { userInfo: { username: 'kim' } } },
      '/api/v1/namespaces/fairlead-agent': found,
    })
  expect(await look(true)).toMatch(/^K2 pass: all \d+/)
  const labels = { 'app.kubernetes.io/managed-by': 'fairlead-airgap' }
  const count = async (found?: object) => Number(/\d+$/.exec((await look(true, found)).replace(/: $/, ''))?.[0])
  // One of its own it has to be able to remove.
  expect(await count({ metadata: { ...metadata, labels } })).toBeGreaterThan(await count())
  const told = await look(false)
  expect(told).toMatch(/^K2 fail: \d+ missing: kim may not: .*create, delete, get, list pods in fairlead-agent; /)
  expect(told).toContain(
    './airgap rights cluster -f site.yaml --namespaces | kubectl apply -f - makes fairlead-agent the site',
  )
  expect(told).toContain('./airgap rights cluster -f site.yaml --user kim | kubectl apply -f -')
})

test('K3: what the cluster is, and which engines for policies it has', async () => {
  const look = (names: string[], platform = 'auto') =>
    tell(async () => (await checkPlatform(kube, site(`platform: ${platform}\n`))).check, {
      '/apis': { groups: names.map((name) => ({ name })) },
    })
  expect(await look(['kyverno.io'])).toContain('K3 pass: kubernetes, with kyverno.io')
  expect(await look(['security.openshift.io'])).toContain('K3 pass: openshift')
  expect(await look([], 'openshift')).toMatch(/^K3 warn: kubernetes: the site file says openshift/)
})

test('K5: a storage class that is there, is named, and grows', async () => {
  const path = '/apis/storage.k8s.io/v1/storageclasses'
  const fast = { metadata: { name: 'fast' }, allowVolumeExpansion: true }
  const look = (items: object[], name?: string) =>
    tell(() => checkStorage(kube, backend('nodePort: 30080', `bundled: {${name ? `storageClass: ${name}` : ''}}`)), {
      [path]: { items },
    })
  expect(await look([fast], 'fast')).toContain('K5 pass: fast')
  expect(await look([fast])).toMatch(/^K5 fail: fast: no class is the default/)
  expect(await look([fast], 'slow')).toMatch(/^K5 fail: fast: there is no class slow/)
  expect(await look([{ ...fast, allowVolumeExpansion: false }], 'fast')).toMatch(/^K5 warn: fast: .*cannot grow/)
  expect(
    await tell(() => checkStorage(kube, backend('nodePort: 30080', `external: {urlFile: "${home}/kubeconfig"}`)), {}),
  ).toBe('')
})

test('K6: the way in is one that the cluster has', async () => {
  const path = '/apis/networking.k8s.io/v1/ingressclasses'
  const look = (expose: string, isOpenShift = false) =>
    tell(() => checkIngress(kube, backend(expose), isOpenShift), {
      [path]: { items: [{ metadata: { name: 'nginx' } }] },
    })
  expect(await look('ingress: {className: nginx}')).toContain('K6 pass')
  expect(await look('ingress: {className: traefik}')).toMatch(/^K6 fail: classes: nginx/)
  expect(await look('ingress: {}')).toMatch(/^K6 fail/)
  expect(await look('route: {}')).toMatch(/^K6 fail: no routes/)
  expect(await look('route: {}', true)).toBe('')
})

const node = (architecture: string, address = '127.0.0.1', more: object = {}) => ({
  spec: {},
  status: {
    nodeInfo: { architecture },
    conditions: [{ type: 'Ready', status: 'True' }],
    addresses: [{ type: 'InternalIP', address }],
    allocatable: {},
  },
  ...more,
})

const deployment = (name: string, cpu: string, memory: string, replicas = 1): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas, template: { spec: { containers: [{ resources: { requests: { cpu, memory } } }] } } },
})
const sized = (cpu: string, memory: string, architecture = 'amd64') => {
  const bare = node(architecture)
  return { ...bare, status: { ...bare.status, allocatable: { cpu, memory } } }
}

test('K8: nodes that are ready, of the architecture of the bundle, and as large as its pods', async () => {
  const release = { architecture: 'amd64' } as Release
  const look = (items: object[], needs = podNeeds([deployment('fairlead', '500m', '1Gi')])) =>
    tell(() => checkNodes(kube, release, needs), { '/api/v1/nodes': { items } })
  const large = sized('4', '8Gi')
  expect(await look([large, large])).toContain('K8 pass: 2 of 2 ready, 2 with amd64: 8 CPU, 17.2 GB')
  expect(await look([large, sized('4', '8Gi', 'arm64')])).toMatch(/^K8 warn: 2 of 2 ready, 1 with amd64/)
  expect(await look([node('arm64')])).toMatch(/^K8 fail: 1 of 1 ready, 0 with amd64/)
  expect(await look([node('amd64', '127.0.0.1', { spec: { unschedulable: true } })])).toMatch(/^K8 fail: 0 of 1 ready/)
  expect(await look([sized('400m', '8Gi'), sized('4', '512Mi')])).toMatch(
    /^K8 fail: .*no node is as large as one pod of fairlead, which asks for 0.5 CPU, 1.1 GB/,
  )
  const many = podNeeds([deployment('fairlead', '500m', '1Gi', 9)])
  expect(await look([large], many)).toMatch(/^K8 fail: .*add a node: all pods together ask for 5 CPU, 10.7 GB/)
})

test('K9: quotas have to leave room for what comes, and a default limit that makes it slow is named', async () => {
  const needs = podNeeds([deployment('fairlead', '500m', '1Gi', 2)])
  const look = (quotas: object[], ranges: object[] = [], isInstalled = false) =>
    tell(() => checkQuotas(kube, 'a', needs, isInstalled), {
      '/api/v1/namespaces/a/resourcequotas': { items: quotas },
      '/api/v1/namespaces/a/limitranges': { items: ranges },
    })
  const quota = (hard: object, used: object = {}, more: object = {}) => ({
    metadata: { name: 'small' },
    spec: { hard, ...more },
    status: { hard, used },
  })
  expect(await look([])).toContain('K9 pass: none')
  // Two replicas, and one more while a release takes the place of another.
  expect(await look([quota({ pods: '3', 'requests.memory': '3Gi' })])).toMatch(/^K9 pass: small: with room for 3 pods/)
  expect(await look([quota({ pods: '3' }, { pods: '1' })])).toMatch(
    /^K9 fail: small leaves 2 of pods, and 3 are needed/,
  )
  expect(await look([quota({ pods: '3' }, { pods: '1' })], [], true)).toMatch(/^K9 pass/)
  expect(await look([quota({ 'requests.memory': '2Gi' })])).toMatch(/^K9 fail: small leaves 2.1 GB of requests.memory/)
  expect(await look([quota({ 'requests.cpu': '1' })])).toMatch(/^K9 fail: small leaves 1 of requests.cpu, and 1.5/)
  expect(await look([quota({ pods: '1' }, {}, { scopes: ['BestEffort'] })])).toMatch(
    /^K9 warn: .*counts some pods alone/,
  )
  const range = { metadata: { name: 'tight' }, spec: { limits: [{ type: 'Container', default: { cpu: '100m' } }] } }
  expect(await look([], [range])).toMatch(/^K9 warn: tight: .*no limit of CPU less than 0.5/)
})

test('K12: nodes and the registry have a family of addresses in common', async () => {
  const look = (items: object[]) => tell(() => checkAddresses(kube, site()), { '/api/v1/nodes': { items } })
  expect(await look([node('amd64')])).toContain('K12 pass: nodes IPv4, registry IPv4')
  expect(await look([node('amd64', 'fd00::1')])).toMatch(/^K12 warn: nodes IPv6, registry IPv4: give/)
  expect(await tell(() => checkAddresses(kube, site()), {})).toMatch(/^K12 warn: unknown/)
})

test('A5: what an API server tells of devices', async () => {
  const look = (names: string[]) =>
    tell(() => checkAccelerators(kube), {
      '/api/v1/nodes': { items: [node('amd64')] },
      '/apis': { groups: names.map((name) => ({ name })) },
    })
  expect(await look(['metrics.k8s.io'])).toContain('A5 pass: no devices; with metrics-server')
  expect(await look([])).toMatch(/^A5 warn: no devices/)
})
