import type { RunBody } from '@fairlead/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { useControlPlane } from '../../test/harness.ts'
import { addCluster, addProjects, itemOf, type SceneCluster } from '../../test/scene.ts'

const plane = useControlPlane()
const LAKE = {
  name: 'lake',
  type: 's3',
  settings: { bucket: 'data', endpoint: 'https://s3.example.org' },
  secret: 'lake-keys',
}
let cluster: SceneCluster

interface Refused {
  error: { code: string; message: string; issues: { path: string; message: string }[] }
}

beforeAll(async () => {
  await addProjects(plane, { vision: 8, speech: 0 })
  cluster = await addCluster(plane, [{ name: 'n1' }])
  const made = await plane.api('POST', '/projects/vision/connections', LAKE)
  expect(made.status).toBe(201)
})

describe('a connection', () => {
  test('with a secret value is refused, and the value is not repeated', async () => {
    for (const settings of [
      { ...LAKE.settings, secretKey: 'canary-word' },
      { ...LAKE.settings, endpoint: 'https://me:canary-word@s3.example.org' },
    ]) {
      const { status, body } = await plane.api<Refused>('POST', '/projects/vision/connections', {
        ...LAKE,
        name: 'leaky',
        settings,
      })
      expect([status, body.error.code]).toEqual([422, 'SECRET_IN_SPEC'])
      expect(JSON.stringify(body)).not.toContain('canary-word')
    }
    const changed = await plane.api<Refused>('PATCH', '/projects/vision/connections/lake', {
      settings: { bucket: 'b', accessKey: 'canary-word' },
    })
    expect([changed.status, changed.body.error.code]).toEqual([422, 'SECRET_IN_SPEC'])
  })

  test('lacks and has exactly the settings of its type', async () => {
    const make = (type: string, settings: Record<string, string>) =>
      plane.api<Refused>('POST', '/projects/vision/connections', { name: 'new', type, settings })
    expect((await make('git', {})).body.error.issues).toEqual([
      { path: 'settings.url', message: 'a connection of type git needs it' },
    ])
    expect((await make('pvc', { claim: 'c', bucket: 'b' })).body.error.issues).toEqual([
      { path: 'settings.bucket', message: 'not known; pvc has claim' },
    ])
  })

  test('belongs to its project: another one neither sees nor uses it', async () => {
    expect((await plane.api('GET', '/projects/speech/connections/lake')).status).toBe(404)
    const { status, body } = await plane.api<Refused>('POST', '/workloads', {
      project: 'speech',
      spec: { image: 'r/x:1', connections: ['lake'] },
    })
    expect(status).toBe(400)
    expect(body.error.issues).toEqual([
      { path: 'spec.connections.0', message: 'the project "speech" has no connection "lake"' },
    ])
  })

  test('is made, changed and deleted, with who did it', async () => {
    const at = '/projects/vision/connections'
    await plane.api('POST', at, { name: 'code', type: 'git', settings: { url: 'https://example.org/a.git' } })
    expect((await plane.api('POST', at, { name: 'code', type: 'uri', settings: { url: 'x' } })).status).toBe(409)
    const { body } = await plane.api('PATCH', `${at}/code`, { settings: { url: 'https://example.org/b.git' } })
    expect(body).toMatchObject({ settings: { url: 'https://example.org/b.git' }, secret: null })
    await plane.api('DELETE', `${at}/code`)
    expect((await plane.api('GET', `${at}/code`)).status).toBe(404)
    const audit = await plane.api<{ items: { action: string; object: { name: string } }[] }>('GET', '/audit')
    const mine = audit.body.items.filter((entry) => entry.object.name === 'code')
    expect(mine.map((entry) => entry.action)).toEqual(['connection.delete', 'connection.update', 'connection.create'])
  })
})

describe('a workload', () => {
  test('is given its connections with the secret by name, as they were when it was submitted', async () => {
    const use = { name: 'lake', mountPath: '/lake', readOnly: true }
    const { body } = await plane.api<{ id: string }>('POST', '/workloads', {
      project: 'vision',
      spec: { image: 'r/x:1', connections: [use] },
    })
    const item = await itemOf(cluster.agent, body.id)
    expect((item.body as RunBody).spec.pod?.connections).toEqual([
      { ...use, type: 's3', settings: LAKE.settings, secret: 'lake-keys' },
    ])
  })

  test('finds the files of a connection under its name, unless a place is said', async () => {
    const at = '/projects/vision/connections'
    await plane.api('POST', at, { name: 'shared', type: 'pvc', settings: { claim: 'shared' }, readOnly: true })
    const { body } = await plane.api<{ id: string }>('POST', '/workloads', {
      project: 'vision',
      spec: { image: 'r/x:1', connections: [{ name: 'shared', readOnly: false }] },
    })
    const item = await itemOf(cluster.agent, body.id)
    expect((item.body as RunBody).spec.pod?.connections).toMatchObject([
      { name: 'shared', mountPath: '/connections/shared', readOnly: true },
    ])
  })

  test('that builds an image takes its context from a git connection only', async () => {
    const build = { destination: 'r/x:1', context: 'lake' }
    const { body } = await plane.api<Refused>('POST', '/workloads', {
      project: 'vision',
      kind: 'image-build',
      spec: { build },
    })
    expect(body.error.issues[0]).toEqual({
      path: 'spec.build.context',
      message: 'the connection "lake" is of type s3; a git connection is needed',
    })
  })
})

describe('a test of a connection', () => {
  const at = '/projects/vision/connections/lake/test'

  test('is done by the agent of a cluster in contact, which answers figures and nothing else', async () => {
    const asked = plane.api('POST', at, { cluster: cluster.name })
    const command = await cluster.agent.next('command')
    expect(command.b).toMatchObject({
      verb: 'connection.test',
      args: { namespace: expect.stringContaining('vision'), connection: { name: 'lake', secret: 'lake-keys' } },
    })
    const output = { latencyMs: 12, objects: 3, bytes: 4096, sample: 'canary-word' }
    cluster.agent.send('command.result', { cmdId: command.b.cmdId, ok: true, message: 'it answers', output })
    const { status, body } = await asked
    expect(status).toBe(200)
    expect(body).toEqual({
      ok: true,
      cluster: { id: cluster.id, name: cluster.name },
      message: 'it answers',
      latencyMs: 12,
      objects: 3,
      bytes: 4096,
    })
  })

  test('that fails answers the sentence of the agent', async () => {
    const before = cluster.agent.frames.length
    const asked = plane.api('POST', at)
    const command = await cluster.agent.until('the next order', () =>
      cluster.agent.frames.slice(before).find((frame) => frame.t === 'command'),
    )
    cluster.agent.send('command.result', {
      cmdId: command.b.cmdId,
      ok: false,
      message: 'the bucket data does not exist',
      output: null,
    })
    expect((await asked).body).toMatchObject({ ok: false, message: 'the bucket data does not exist', latencyMs: null })
  })
})
