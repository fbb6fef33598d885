import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseChallenge } from './authorization.ts'
import { describeRefusal } from './describe-refusal.ts'
import { readLogin } from './read-login.ts'

const HOST = 'registry.site.internal:5000'
const encode = (login: string) => Buffer.from(login).toString('base64')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-login-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(content: object | string): string {
  const path = join(folder, 'auth.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

test('a login is found by its host, and before it by host and project', () => {
  const auths = {
    [`https://${HOST}/v1/`]: { auth: encode('all:a:b') },
    [`${HOST}/site`]: { username: 'robot$site', password: 'p' },
  }
  expect(readLogin(file({ auths }), HOST, 'other')).toEqual({ user: 'all', password: 'a:b' })
  expect(readLogin(file({ auths }), HOST, 'site/fairlead')).toEqual({ user: 'robot$site', password: 'p' })
  expect(readLogin(file({ auths }), 'elsewhere:5000', 'site')).toBeUndefined()
})

test.each([
  ['a helper', { auths: { [HOST]: {} }, credsStore: 'desktop' }, 'credential helper'],
  ['an empty entry', { auths: { [HOST]: {} } }, 'no user and password'],
  ['text without a colon', { auths: { [HOST]: { auth: encode('nobody') } } }, 'no user and password'],
  ['no JSON', 'user:password', 'no file of registry logins'],
])('%s is told with what to do', (_, content, says) => {
  expect(() => readLogin(file(content), HOST, 'site')).toThrow(says)
})

test('challenges are read as registries write them', () => {
  expect(parseChallenge('Basic realm="site"')).toEqual({ scheme: 'basic', fields: { realm: 'site' } })
  expect(
    parseChallenge('Bearer realm="https://auth.site/token",service="registry.site",scope="repository:a/b:pull,push"'),
  ).toEqual({
    scheme: 'bearer',
    fields: { realm: 'https://auth.site/token', service: 'registry.site', scope: 'repository:a/b:pull,push' },
  })
  expect(parseChallenge('Negotiate')).toBeUndefined()
  expect(parseChallenge(undefined)).toBeUndefined()
})

test.each([
  [413, '<html>', 'too-large'],
  [405, '', 'read-only'],
  [503, '{"errors":[{"code":"DENIED","message":"The system is in read only mode."}]}', 'read-only'],
  [403, '{"errors":[{"code":"DENIED","message":"requested access is denied"}]}', 'denied'],
  [412, '{"errors":[{"code":"DENIED","message":"adding 40 MiB exceeds the storage quota"}]}', 'disk-full'],
  [404, '{"errors":[{"code":"NAME_UNKNOWN","message":"project site not found"}]}', 'denied'],
  [507, '', 'disk-full'],
  [400, '{"errors":[{"code":"DIGEST_INVALID"}]}', 'corrupt'],
  [415, '', 'media-type'],
  [500, 'oops', 'refused'],
])('an answer %s %s means %s', (status, text, problem) => {
  expect(describeRefusal(HOST, 'a layer', { status, headers: {}, text }).problem).toBe(problem)
})
