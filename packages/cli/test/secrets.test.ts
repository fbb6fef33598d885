import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { agentSteps } from '../src/lib/agent-steps.ts'
import { resolveConnection } from '../src/session/connection.ts'
import { fairlead, fakeApi, SIGNED_IN } from './fake-host.ts'

const folder = mkdtempSync(join(tmpdir(), 'fairlead-secrets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ME = {
  user: { id: 'u', email: 'ada@example.org', name: 'Ada' },
  organization: { id: 'o', name: 'acme', displayName: 'Acme' },
  roles: [],
  permissions: [],
  via: 'token',
  version: '1',
}
const JOIN = 'flj_the_join_token'
const created = { cluster: { id: 'c', name: 'east' }, join: { token: JOIN, expiresAt: '2026-01-01T12:15:00.000Z' } }

describe('the token', () => {
  const env = { XDG_CONFIG_HOME: folder }
  const { fetch } = fakeApi({ '/whoami': ME })

  test('comes by standard input, and is kept for its owner alone', async () => {
    const stdin = 'flt_very_secret\n'
    const { code, out, err } = await fairlead(['login', '--url', 'https://a.test', '--debug'], { env, fetch, stdin })
    expect(code).toBe(0)
    expect(out + err).not.toContain('flt_very_secret')
    const file = join(folder, 'fairlead/config.yaml')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'fairlead')).mode & 0o777).toBe(0o700)
    expect(readFileSync(file, 'utf8')).toContain('flt_very_secret')
  })

  test('is in no output of any command', async () => {
    for (const argv of [
      ['whoami'],
      ['context', 'ls'],
      ['context', 'ls', '-o', 'json'],
      ['context', 'ls', '-o', 'yaml'],
    ]) {
      const { out, err } = await fairlead([...argv, '--debug'], { env, fetch })
      expect(out + err, argv.join(' ')).not.toContain('flt_very_secret')
    }
  })

  test('cannot be given as an argument', async () => {
    const { code, err } = await fairlead(['login', '--token', 'flt_x'], { env, fetch })
    expect(code).toBe(2)
    expect(err).toContain("unknown option '--token'")
  })

  test('goes only to the control plane that it was kept for', () => {
    const config = { current: 'a', contexts: { a: { url: 'https://a.test', token: 'flt_a', project: 'p' } } }
    expect(resolveConnection({}, {}, config)).toMatchObject({ url: 'https://a.test', token: 'flt_a', project: 'p' })
    expect(resolveConnection({ url: 'https://b.test' }, {}, config)).toMatchObject({
      token: undefined,
      project: undefined,
    })
    const env = { FAIRLEAD_URL: 'https://b.test', FAIRLEAD_TOKEN: 'flt_b' }
    expect(resolveConnection({}, env, config)).toMatchObject({ url: 'https://b.test', token: 'flt_b' })
    expect(resolveConnection({ context: 'a' }, env, config)).toMatchObject({ url: 'https://a.test', token: 'flt_a' })
  })

  test('is forgotten by logout', async () => {
    expect((await fairlead(['logout'], { env, fetch })).code).toBe(0)
    expect(readFileSync(join(folder, 'fairlead/config.yaml'), 'utf8')).not.toContain('flt_very_secret')
    expect((await fairlead(['whoami'], { env, fetch })).code).toBe(3)
  })
})

describe('a join token', () => {
  test('is not made when it would end in a pipe', async () => {
    const { fetch, calls } = fakeApi({ 'POST /clusters': created })
    const { code, err } = await fairlead(['cluster', 'add', 'east'], { fetch })
    expect(code).toBe(2)
    expect(err).toContain('--token-file FILE')
    expect(calls).toEqual([])
  })

  test('goes to a new file for its owner alone, and not to the screen', async () => {
    const { fetch } = fakeApi({ 'POST /clusters': created })
    const file = join(folder, 'east.token')
    const { out, err } = await fairlead(['cluster', 'add', 'east', '--token-file', file], { fetch, terminal: 80 })
    expect(out + err).not.toContain(JOIN)
    expect(readFileSync(file, 'utf8')).toBe(`${JOIN}\n`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await fairlead(['cluster', 'add', 'east', '--token-file', file], { fetch })).code).toBe(2)
  })

  test('is shown once on a terminal, and in no command that is to be typed', async () => {
    const { fetch } = fakeApi({ 'POST /clusters': created })
    const { out } = await fairlead(['cluster', 'add', 'east'], { fetch, terminal: 80 })
    expect(out.split(JOIN)).toHaveLength(2)
    const of = { cluster: 'east', url: 'https://a.test', tokenFile: undefined }
    expect(agentSteps({ ...of, driver: 'local' })).toContain('--join-token-file -')
  })

  test('for Kubernetes goes through standard input or a file into a Secret, and helm is told its name', async () => {
    const project = { name: 'vision', namespace: 'fl-vision', archivedAt: null }
    const { fetch } = fakeApi({ 'POST /clusters': created, '/projects': { items: [project] } })
    const add = ['cluster', 'add', 'east', '--driver', 'kubernetes']
    const { out } = await fairlead(add, { fetch, terminal: 80 })
    expect(out.split(JOIN)).toHaveLength(2)
    expect(out).toContain('create secret generic fairlead-join-token --from-file=token=/dev/stdin ')
    expect(out).toMatch(/helm install fairlead-agent \S*charts\/fairlead-agent --namespace fairlead-agent/)
    expect(out).toContain('--set controlPlane.url=https://fairlead.test')
    expect(out).toContain('--set joinToken.existingSecret=fairlead-join-token')
    expect(out).toContain("--set 'projectNamespaces={fl-vision}'")
    const file = join(folder, 'k8s.token')
    const kept = await fairlead([...add, '--token-file', file], { fetch, terminal: 80 })
    expect(kept.out).toContain(`--from-file=token=${file}\n`)
    expect(kept.out).not.toContain(JOIN)
  })
})

test('a token is data for who asks for data', async () => {
  const { fetch } = fakeApi({
    'POST /tokens': { token: 'flt_new', info: { name: 'ci', expiresAt: '2026-01-02T00:00:00Z' } },
  })
  const { out } = await fairlead(['token', 'create', 'ci', '-o', 'json'], { fetch, env: SIGNED_IN })
  expect(JSON.parse(out)).toMatchObject({ token: 'flt_new' })
  expect((await fairlead(['token', 'create', 'ci'], { fetch })).code).toBe(2)
})
