import { join } from 'node:path'
import { expect, test } from 'vitest'
import { casesOf, chartFolder, render, renderText } from './helm.ts'
import { rightsIn, rightsTable, statedRights, type Right } from './rights-table.ts'

const everything = { chart: 'fairlead-agent', name: 'everything' } as const
const standard = { chart: 'fairlead-agent', name: 'default' } as const

test('the table of rights is that of rights.yaml', async () => {
  await expect(rightsTable()).toMatchFileSnapshot(join(chartFolder('fairlead-agent'), 'rbac-table.md'))
})

test('with every option on, the rights are exactly those of the table', async () => {
  const given = [
    ...rightsIn(await render(everything)),
    // The two ways to the kubelet exclude each other.
    ...rightsIn(await render(everything, 'clusterRead.kubelet=proxy')),
  ]
  expect(sorted(given.map(withoutNames))).toEqual(sorted(statedRights().map(withoutNames)))
})

test('with no option on, the rights are exactly those of the table that are always given', async () => {
  const reads = ['nodes', 'pods', 'identity', 'storageClasses'].map((name) => `clusterRead.${name}`)
  const off = ['identity.allowCreate', 'metrics', 'policy.selfUpgrade', ...reads].map((option) => `${option}=false`)
  const objects = await render(standard, ...off)
  expect(sorted(rightsIn(objects).map(withoutNames))).toEqual(
    sorted(
      statedRights()
        .filter(({ option }) => option === '')
        .map(withoutNames),
    ),
  )
  expect(objects.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([])
})

test('a right that is for one object names it', async () => {
  const byNames = new Map(statedRights().map((right) => [withoutNames(right), right.names]))
  for (const right of rightsIn(await render(everything))) {
    if (right.resource === 'namespaces' || right.resource === 'secrets') continue
    expect([withoutNames(right), right.names !== '']).toEqual([
      withoutNames(right),
      byNames.get(withoutNames(right)) !== '',
    ])
  }
  const secrets = rightsIn(await render(everything)).filter(({ resource }) => resource === 'secrets')
  const own = rightsIn(await render(everything)).filter(({ resource }) => resource === 'deployments')
  expect(
    own
      .filter(({ scope }) => scope === 'own')
      .map(({ names, verb }) => `${verb} ${names}`)
      .toSorted(),
  ).toEqual(['get fairlead-agent', 'patch fairlead-agent'])
  expect(secrets.map(({ scope, names, verb }) => `${scope} ${verb} ${names}`).toSorted()).toEqual([
    'own create ',
    'own get fairlead-agent-identity',
    'own update fairlead-agent-identity',
    'project get registry-pull',
    'project get registry-pull',
  ])
})

test.each(casesOf('fairlead-agent'))('of "$name", no right is one that opens everything', async (which) => {
  for (const { group, resource, verb } of rightsIn(await render(which))) {
    expect([group, resource, verb]).not.toContain('*')
    expect(['escalate', 'impersonate', 'deletecollection', 'approve', 'sign']).not.toContain(verb)
    expect(['pods/attach', 'pods/portforward', 'persistentvolumes', 'nodes/proxy']).not.toContain(resource)
    if (resource === 'secrets') expect(['create', 'get', 'update']).toContain(verb)
    if (resource === 'pods/exec' || verb === 'bind' || resource === 'rolebindings')
      expect(which.name).toBe('everything')
  }
})

test('without options the agent reads Secrets of no project and makes no namespace', async () => {
  const rights = rightsIn(await render(standard))
  expect(rights.filter(({ scope, resource }) => scope !== 'own' && resource === 'secrets')).toEqual([])
  expect(rights.filter(({ scope, verb }) => scope === 'cluster' && !['get', 'list', 'watch'].includes(verb))).toEqual(
    [],
  )
})

test('every rule in the manifests says why, verb by verb', async () => {
  const text = await renderText(everything)
  for (const { verb, reason } of statedRights().filter(({ option }) => option !== 'kubelet.proxy'))
    expect(text).toContain(`# ${verb}: ${reason}`)
})

function withoutNames({ scope, group, resource, verb }: Right): string {
  return `${scope}: ${verb} ${resource}${group && `.${group}`}`
}

function sorted(lines: string[]): string[] {
  return [...new Set(lines)].toSorted()
}
