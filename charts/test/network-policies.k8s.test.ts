import { describe, expect, test } from 'vitest'
import { casesOf, render, type Case } from './helm.ts'
import type { Manifest, NetworkPolicySpec } from './manifest.ts'

describe.each(casesOf())('$chart with the values "$name"', (which) => {
  test('has policies that select pods which are there, and names by labels', async () => {
    const objects = await render(which)
    for (const policy of policiesIn(objects)) {
      expect(policy.policyTypes).toEqual(['Ingress', 'Egress'])
      const wanted = Object.entries(policy.podSelector.matchLabels ?? {})
      // A policy of a project namespace is for all of its pods, which this chart does not make.
      if (wanted.length === 0) continue
      const labels = objects.map(labelsOfPods).filter((found) => found !== undefined)
      expect(labels.some((found) => wanted.every(([key, value]) => found[key] === value))).toBe(true)
    }
    // A selector without one of these selects nothing, or everything.
    for (const selector of selectorsIn(objects))
      expect(Object.keys(selector).every((key) => key === 'matchLabels' || key === 'matchExpressions')).toBe(true)
  })

  test('resolves names', async () => {
    for (const { egress } of policiesIn(await render(which))) {
      const ports = egress.flatMap((rule) => rule.ports ?? []).map(({ port, protocol }) => `${port}/${protocol}`)
      expect(ports).toEqual(expect.arrayContaining(['53/UDP', '53/TCP', '5353/UDP']))
    }
  })
})

test.each([
  ['default', [443, 6443], [443]],
  ['openshift', [6443], [443]],
  ['airgapped', [6443], [8443]],
  ['proxy', [443, 6443], [8888]],
])('the agent of "%s" reaches the API server and its way to the control plane', async (name, api, controlPlane) => {
  const [policy] = policiesIn(await render({ chart: 'fairlead-agent', name }))
  const [, toApi, toControlPlane, ...others] = policy!.egress
  expect(portsOf(toApi)).toEqual(api)
  expect(portsOf(toControlPlane)).toEqual(controlPlane)
  expect(others).toEqual([])
})

test('nothing reaches an agent but what was named', async () => {
  const ingressOf = async (name: string) => policiesIn(await render({ chart: 'fairlead-agent', name }))[0]?.ingress
  expect(await ingressOf('default')).toEqual([])
  expect(await ingressOf('openshift')).toMatchObject([{ ports: [{ port: 8081 }], from: [{ namespaceSelector: {} }] }])
})

test('an agent to which runs report is reached by the runs of its projects alone', async () => {
  const objects = await render({ chart: 'fairlead-agent', name: 'everything' })
  const [agent] = policiesIn(objects.filter(({ metadata }) => metadata.namespace === 'fairlead-agent'))
  expect(agent?.ingress).toHaveLength(1)
  expect(agent?.ingress[0]).toMatchObject({
    from: [
      { namespaceSelector: { matchExpressions: [{ operator: 'In', values: ['vision'] }] } },
      { namespaceSelector: { matchLabels: { 'fairlead.dev/agent': 'fairlead-agent.fairlead-agent' } } },
    ],
    ports: [{ port: 8082 }],
  })
  const [project] = policiesIn(objects.filter(({ metadata }) => metadata.namespace === 'vision'))
  expect(project?.egress.map(portsOf)).toContainEqual([8082])
})

test('the control plane and its migration reach the database, and replicas each other', async () => {
  const which: Case = { chart: 'fairlead', name: 'airgapped' }
  const policies = policiesIn(await render(which))
  expect(policies).toHaveLength(2)
  for (const { egress } of policies)
    expect(egress).toContainEqual({
      ports: [{ port: 6432, protocol: 'TCP' }],
      to: [{ ipBlock: { cidr: '192.0.2.40/32' } }],
    })
  const own = policies.find(({ ingress }) => ingress.length > 0)!
  expect(own.ingress[0]?.from).toContainEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'fairlead', 'app.kubernetes.io/instance': 'fairlead' } },
  })
  expect(own.egress.map(portsOf)).toContainEqual([8080])
})

test('runs of a project reach each other and not the credentials of their node', async () => {
  const objects = await render({ chart: 'fairlead-agent', name: 'everything' })
  const policy = policiesIn(objects.filter(({ metadata }) => metadata.namespace === 'vision'))[0]!
  expect(policy.ingress).toEqual([{ from: [{ podSelector: {} }] }])
  const everywhere = policy.egress.flatMap((rule) => rule.to ?? []).filter(({ ipBlock }) => ipBlock !== undefined)
  expect(everywhere).toEqual([
    { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
    { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
  ])
})

function policiesIn(objects: Manifest[]): NetworkPolicySpec[] {
  return objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec as unknown as NetworkPolicySpec)
}

function portsOf(rule: NetworkPolicySpec['egress'][number] | undefined): number[] {
  return (rule?.ports ?? []).map(({ port }) => port)
}

function labelsOfPods({ spec }: Manifest): Record<string, string> | undefined {
  const template = spec?.['template'] as { metadata?: { labels?: Record<string, string> } } | undefined
  return template?.metadata?.labels
}

function selectorsIn(objects: Manifest[]): object[] {
  const found: object[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, each] of Object.entries(value)) {
      if (key === 'podSelector' || key === 'namespaceSelector') found.push(each as object)
      visit(each)
    }
  }
  for (const { kind, spec } of objects) if (kind === 'NetworkPolicy') visit(spec)
  return found
}
