import { describe, expect, test } from 'vitest'
import { sampleWorkload } from '../../sdk/test/sample-workload.ts'
import { connection, port, volume } from '../src/lib/parse-pod-options.ts'
import { fairlead, fakeApi } from './fake-host.ts'

describe('an option', () => {
  test.each([
    ['scratch:/tmp', { type: 'scratch', name: 'tmp', mountPath: '/tmp' }],
    ['memory=1Gi:/dev/shm', { type: 'scratch', name: 'dev-shm', mountPath: '/dev/shm', size: '1Gi', inMemory: true }],
    ['claim=shared:/data:ro', { type: 'claim', name: 'data', mountPath: '/data', claim: 'shared', readOnly: true }],
    ['own=10Gi:/home/Me:keep', { type: 'own', name: 'home-me', mountPath: '/home/Me', size: '10Gi', keep: true }],
    ['models=100Gi:/app/models', { type: 'modelCache', name: 'app-models', mountPath: '/app/models', size: '100Gi' }],
  ])('--volume %s is a volume', (text, expected) => {
    expect(volume(text)).toEqual([expected])
  })

  test.each(['data', 'claim:/data', 'own=10Gi:/home:ro', 'claim=a:/b:keep', 'nfs=a:/b', 'scratch:tmp'])(
    '--volume %s is refused',
    (text) => expect(() => volume(text)).toThrow('give one of scratch:/tmp'),
  )

  test('--connection and --port may be given several times', () => {
    expect(connection('b:/b:ro', connection('a'))).toEqual(['a', { name: 'b', mountPath: '/b', readOnly: true }])
    expect(port('http:80', port('8080,8081'))).toEqual([8080, 8081, { name: 'http', port: 80 }])
    expect(() => connection('A b')).toThrow()
    expect(() => port('http')).toThrow()
  })
})

test('a connection that cannot be used ends its test with 8 and the sentence of the agent', async () => {
  const cluster = { id: 'c', name: 'east' }
  const failed = { ok: false, cluster, message: 'no such bucket', latencyMs: null, objects: null, bytes: null }
  const { fetch, calls } = fakeApi({ 'POST /projects/vision/connections/lake/test': failed })
  const line = ['connection', 'test', 'lake', '--project', 'vision', '--cluster', 'east']
  const { code, out } = await fairlead(line, { fetch })
  expect([code, out]).toEqual([8, 'no  lake from east: no such bucket\n'])
  expect(calls[0]?.body).toEqual({ cluster: 'east' })
})

test('a check of the network names what is missing and its fix, and ends with 8', async () => {
  const enrolment = { cluster: { name: 'east', connected: true }, steps: [] }
  const line = { name: 'registry', ok: false, detail: 'r.example does not answer', fix: 'open port 443 to r.example' }
  const { fetch, calls } = fakeApi({
    '/clusters/east/enrolment': enrolment,
    'POST /clusters/east/check': { at: '2026-01-01T00:00:00Z', lines: [line] },
  })
  const { code, out } = await fairlead(['cluster', 'check', 'east', '--network'], { fetch })
  expect(code).toBe(8)
  expect(out).toContain('no  registry: r.example does not answer\n    fix: open port 443 to r.example\n')
  expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ network: true })
})

test('progress is a column as soon as one job tells of it', async () => {
  const { fetch } = fakeApi({ '/workloads': { items: [sampleWorkload()], nextPageToken: null } })
  expect((await fairlead(['ps'], { fetch })).out).not.toContain('DONE')
  const told = fakeApi({
    '/workloads': { items: [sampleWorkload('RUNNING', { progress: 0.427 }), sampleWorkload()], nextPageToken: null },
  })
  expect((await fairlead(['ps'], { fetch: told.fetch })).out).toMatch(/PHASE +DONE .*\n.* RUNNING +42% /)
})

test('what stands against a job is told when it is submitted, beside the answer', async () => {
  const warnings = ['no cluster can run this as things stand: east: it runs images, and none is named']
  const { fetch } = fakeApi({
    'POST /workloads': { ...sampleWorkload('QUEUED'), warnings },
    '/projects': { items: [{ name: 'vision', archivedAt: null }] },
  })
  const { code, out, err } = await fairlead(['run', '-o', 'json', '--', 'true'], { fetch })
  expect(code).toBe(0)
  expect(err).toContain(`warning: ${warnings[0]}`)
  expect(JSON.parse(out)).not.toHaveProperty('warnings')
})
