import { describe, expect, test } from 'vitest'
import { sampleWorkload } from '../../sdk/test/sample-workload.ts'
import { fairlead, fakeApi, refusal } from './fake-host.ts'

describe('a refusal ends the command with the code for its kind', () => {
  test.each([
    ['VALIDATION', 400, 2],
    ['CONFLICT', 409, 2],
    ['IDEMPOTENCY_MISMATCH', 422, 2],
    ['UNAUTHENTICATED', 401, 3],
    ['NOT_FOUND', 404, 4],
    ['LOGS_NOT_AVAILABLE', 409, 4],
    ['FORBIDDEN', 403, 5],
    ['SECRET_IN_SPEC', 422, 5],
    ['INTERNAL', 500, 6],
  ])('%s', async (code, status, exit) => {
    const { fetch } = fakeApi({ '/clusters/east': refusal(code, status) })
    expect((await fairlead(['cluster', 'get', 'east'], { fetch })).code).toBe(exit)
  })

  test('a control plane that is out of reach is 6', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))
    const { code, err } = await fairlead(['cluster', 'add', 'x', '-o', 'json'], { fetch })
    expect(code).toBe(6)
    expect(err).toContain('https://fairlead.test is out of reach: the connection was refused')
  })
})

describe('a job that was waited for', () => {
  const ends = (phase: 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'RUNNING') =>
    fakeApi({
      '/workloads/train-a': sampleWorkload(phase),
      [`/workloads/${sampleWorkload().id}`]: sampleWorkload(phase),
    })

  test.each([
    ['SUCCEEDED', 0],
    ['FAILED', 1],
    ['CANCELLED', 1],
  ] as const)('and is %s ends with %i', async (phase, code) => {
    expect((await fairlead(['wait', 'train-a'], ends(phase))).code).toBe(code)
  })

  test('for too long ends with 7, and says where it is', async () => {
    const { code, err } = await fairlead(['wait', 'train-a', '--timeout', '10ms'], ends('RUNNING'))
    expect(code).toBe(7)
    expect(err).toContain('"train-a" is still RUNNING')
  })
})

test('a check that fails ends with 8', async () => {
  const enrolment = { cluster: { name: 'east', connected: false }, steps: [] }
  const { fetch } = fakeApi({ '/clusters/east/enrolment': enrolment })
  expect((await fairlead(['cluster', 'check', 'east'], { fetch })).code).toBe(8)
})

test('wrong usage ends with 2 before anything is asked of the control plane', async () => {
  const { fetch, calls } = fakeApi({})
  for (const argv of [
    ['run'],
    ['quota', 'set', 'vision'],
    ['quota', 'set', '--gpu', '8'],
    ['quota', 'set', 'vision', '--gpu', 'many'],
    ['ps', '--since', 'soon'],
    ['ps', '-o', 'xml'],
    ['wait', 'a', '--for', 'ever'],
    ['apply'],
    ['top', 'everything'],
    ['cluster', 'frob'],
    ['pool', 'add', 'a100'],
    ['user', 'invite', 'a@example.org', '--name', 'A'],
  ]) {
    expect((await fairlead(argv, { fetch })).code, argv.join(' ')).toBe(2)
  }
  expect(calls).toEqual([])
})

test('nobody signed in is 3, with the command that helps', async () => {
  const { code, err } = await fairlead(['ps'], { env: { XDG_CONFIG_HOME: '/nonexistent' } })
  expect(code).toBe(3)
  expect(err).toContain('fairlead login --url http://localhost:8080')
})

test('an error is one block: what, where, how to fix it, and the request', async () => {
  const issues = [
    { path: 'gpu.limit', message: 'too small' },
    { path: 'cpu.limit', message: 'too large' },
  ]
  const { fetch } = fakeApi({ 'PUT /quotas': refusal('VALIDATION', 400, { issues }) })
  const { err, out } = await fairlead(['quota', 'set', 'vision', '--gpu', '1'], { fetch })
  expect(out).toBe('')
  expect(err).toBe(
    [
      'error    it was refused',
      '         gpu.limit: too small',
      '         cpu.limit: too large',
      'where    https://fairlead.test',
      'fix      do it otherwise',
      'request  req-1',
      '',
    ].join('\n'),
  )
})

test('one job of several that cannot be cancelled does not keep the others', async () => {
  const { fetch, calls } = fakeApi({
    'POST /workloads/a/cancel': refusal('NOT_FOUND', 404),
    'POST /workloads/b/cancel': sampleWorkload('CANCELLED', { name: 'b' }),
  })
  const { code, out, err } = await fairlead(['cancel', 'a', 'b'], { fetch })
  expect(code).toBe(4)
  expect(out).toBe('b is CANCELLED\n')
  expect(err).toContain('it was refused')
  expect(calls).toHaveLength(2)
})
