import { expect, test } from 'vitest'
import { objectionsOf } from './warn-of-clusters.ts'
import type { StoredSpec } from './stored-spec.ts'

const HOST = { id: 'host', name: 'host', driver: 'local', capabilities: null }
const KUBERNETES = {
  id: 'kube',
  name: 'kube',
  driver: 'kubernetes',
  capabilities: {
    kubernetes: { version: 'v1', platform: 'p' },
    apis: [],
    missingRights: [],
    namespaces: ['fl-*'],
    policy: {},
  },
}
const NEW = { id: 'new', name: 'new', driver: null, capabilities: null }

function asked(kind: 'job' | 'endpoint', spec: Partial<StoredSpec>) {
  const whole = { command: [], args: [], env: {}, replicas: 1, resources: {}, ...spec } as unknown as StoredSpec
  return { kind, namespace: 'fl-vision', spec: whole }
}

test('clusters that cannot run it are left alone where others can', () => {
  const image = asked('endpoint', { image: 'r/x:1' })
  expect(objectionsOf([HOST, KUBERNETES], image)).toEqual({ warnings: [], avoid: ['host'] })
  const command = asked('job', { command: ['true'] })
  expect(objectionsOf([HOST, KUBERNETES], command)).toEqual({ warnings: [], avoid: ['kube'] })
})

test('when none can, none is avoided: whichever changes first takes it', () => {
  const { warnings, avoid } = objectionsOf([HOST], asked('endpoint', { image: 'r/x:1' }))
  expect(avoid).toEqual([])
  expect(warnings).toEqual([
    'no cluster can run this as things stand: host: it runs commands on a host, and there is none',
  ])
})

test('a cluster whose agent has no rights in the namespace says how it gets them', () => {
  const elsewhere = { ...KUBERNETES, capabilities: { ...KUBERNETES.capabilities, namespaces: ['other'] } }
  expect(objectionsOf([elsewhere], asked('job', { image: 'r/x:1' })).warnings[0]).toContain(
    'its agent has no rights in the namespace fl-vision: they come with projectNamespaces of its chart',
  )
})

test('a missing right counts for the kind that needs it', () => {
  const missingRights = [{ namespace: 'fl-vision', verb: 'create', resource: 'apps/deployments' }]
  const narrow = { ...KUBERNETES, capabilities: { ...KUBERNETES.capabilities, missingRights } }
  expect(objectionsOf([narrow], asked('job', { image: 'r/x:1' })).warnings).toEqual([])
  expect(objectionsOf([narrow], asked('endpoint', { image: 'r/x:1' })).warnings[0]).toContain(
    'its agent may not create apps/deployments in the namespace fl-vision',
  )
})

test('nothing is held against a cluster of which nothing is known', () => {
  expect(objectionsOf([NEW], asked('endpoint', { image: 'r/x:1' }))).toEqual({ warnings: [], avoid: [] })
  expect(objectionsOf([], asked('job', {}))).toEqual({ warnings: [], avoid: [] })
  expect(objectionsOf(undefined, asked('job', {}))).toEqual({ warnings: [], avoid: [] })
})

test('a namespace of the policy may end with a star', () => {
  const only = (namespaces: string[]) => ({
    ...KUBERNETES,
    capabilities: { ...KUBERNETES.capabilities, policy: { namespaces } },
  })
  const image = asked('job', { image: 'r/x:1' })
  expect(objectionsOf([only(['fl-*'])], image).warnings).toEqual([])
  expect(objectionsOf([only(['team-*', 'other'])], image).warnings[0]).toContain(
    'its owner does not allow the namespace fl-vision',
  )
})
