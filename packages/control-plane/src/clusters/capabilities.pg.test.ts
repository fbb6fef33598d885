import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, itemOf, submit, type SceneCluster } from '../../test/scene.ts'

const plane = useControlPlane()
let cluster: SceneCluster

interface Detail {
  capabilities: {
    observedAt: string
    kubernetes: { version: string } | null
    apis: { name: string }[]
    policy: Record<string, unknown>
  } | null
}

beforeAll(async () => {
  await addProjects(plane, { vision: 8, speech: 8 })
  cluster = await addCluster(plane, [{ name: 'n1', gpus: 4 }])
})

async function detail(): Promise<Detail> {
  return (await plane.api<Detail>('GET', `/clusters/${cluster.name}`)).body
}

async function warningsFor(request: Record<string, unknown>): Promise<string[]> {
  const placed = { ...request, spec: { ...(request['spec'] as object), placement: { clusters: [cluster.name] } } }
  const { body } = await plane.api<{ warnings: string[] }>('POST', '/workload-previews', {
    project: 'vision',
    ...placed,
  })
  return body.warnings
}

describe('what a cluster can do', () => {
  test('is not known until its agent says it, and then is what the agent said last', async () => {
    expect((await detail()).capabilities).toBeNull()
    cluster.agent.reportCluster({
      kubernetes: { version: 'v1.34.0', platform: 'linux/amd64' },
      apis: [{ name: 'jobsets.jobset.x-k8s.io', versions: ['v1alpha2'] }],
      namespaces: ['vision'],
      policy: { kinds: ['job', 'distributed'], registries: ['registry.local/'], maxGpus: 2 },
    })
    await eventually('it is known', async () => (await detail()).capabilities ?? undefined)
    expect((await detail()).capabilities).toMatchObject({
      kubernetes: { version: 'v1.34.0' },
      apis: [{ name: 'jobsets.jobset.x-k8s.io' }],
      policy: { kinds: ['job', 'distributed'], registries: ['registry.local/'], maxGpus: 2 },
    })
  })

  test('is not overwritten by an older report of the same boot', async () => {
    const older = { kind: 'cluster' as const, key: 'self' as const, seq: 1, policy: { maxGpus: 99 } }
    cluster.agent.send('status.delta', { bootId: cluster.agent.bootId, items: [older] })
    cluster.agent.reportNodes([{ name: 'after-it', gpus: 4 }])
    await eventually('what came behind it is known', async () => {
      const { body } = await plane.api<{ items: { name: string }[] }>('GET', `/nodes?cluster=${cluster.name}`)
      return body.items.find(({ name }) => name === 'after-it')
    })
    expect((await detail()).capabilities?.policy).toMatchObject({ maxGpus: 2 })
  })

  test.each([
    [{ spec: { image: 'registry.local/x:1' } }, undefined],
    [{ kind: 'distributed', spec: { image: 'registry.local/x:1', engine: 'jobset' } }, undefined],
    [{ kind: 'distributed', spec: { image: 'registry.local/x:1', engine: 'ray' } }, 'ray is not installed there'],
    [{ spec: { command: ['true'] } }, 'it runs images, and none is named'],
    [{ spec: { image: 'docker.io/x:1' } }, 'its owner allows images from registry.local/'],
    [{ kind: 'workspace', spec: { image: 'registry.local/x:1' } }, 'its owner allows job, distributed there'],
    [{ spec: { image: 'registry.local/x:1', resources: { gpu: 3 } } }, 'its owner allows 2 GPUs at most'],
  ])('is held against %j when it is submitted: %s', async (request, why) => {
    const expected = why === undefined ? [] : [`no cluster can run this as things stand: ${cluster.name}: ${why}`]
    expect(await warningsFor(request)).toEqual(expected)
  })

  test('does not stop a submission, and is told again to who asks why it waits', async () => {
    const { status, body } = await plane.api<{ id: string; warnings: string[] }>('POST', '/workloads', {
      project: 'vision',
      spec: { image: 'docker.io/x:1', resources: { gpu: 8 }, placement: { clusters: [cluster.name] } },
    })
    expect(status).toBe(201)
    const why = await plane.api<{ warnings: string[] }>('GET', `/workloads/${body.id}/why`)
    expect(why.body.warnings).toHaveLength(1)
    expect(body.warnings).toEqual([...why.body.warnings, expect.stringContaining('can never start as things stand')])
  })
})

test('a check of the network is asked of the agent as such', async () => {
  const asked = plane.api<{ lines: unknown[] }>('POST', `/clusters/${cluster.name}/check`, { network: true })
  const command = await cluster.agent.next('command')
  expect(command.b).toMatchObject({ verb: 'check', args: { network: true } })
  const line = { name: 'kube-api', ok: false, detail: 'no answer', fix: 'open port 6443' }
  cluster.agent.send('command.result', { cmdId: command.b.cmdId, ok: true, message: 'done', output: [line] })
  expect((await asked).body.lines).toEqual([line])
})

test('who may not see a project learns from its nodes how many runs it has there, and no name', async () => {
  const other = await addCluster(plane, [{ name: 'm1' }])
  for (const project of ['vision', 'speech']) {
    const work = await submit(plane.api, project, `secret-of-${project}`, { placement: { clusters: [other.name] } })
    await itemOf(other.agent, work.id)
  }
  const { body: project } = await plane.api<{ id: string }>('GET', '/projects/vision')
  const call = await plane.as('researcher', { kind: 'project', id: project.id })
  const { body } = await call<{
    items: { runs: { workloadName: string }[]; otherRuns: number; allocated: Record<string, number> }[]
  }>('GET', `/nodes?cluster=${other.name}`)
  expect(body.items[0]).toMatchObject({
    runs: [{ workloadName: 'secret-of-vision' }],
    otherRuns: 1,
    allocated: { cpu: 1000, memory: 2048 },
  })
  expect(JSON.stringify(body)).not.toContain('secret-of-speech')
})
