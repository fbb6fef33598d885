import { expect, test } from 'vitest'
import { maskSecrets } from './mask-secrets.ts'

test.each([
  ['postgres://fairlead:hunter2@db:5432/fairlead', 'hunter2'],
  ['token flt_0123456789abcdefghij used', 'flt_0123456789abcdefghij'],
  ['{"password":"hunter2","user":"kim"}', 'hunter2'],
  ['Authorization: Bearer-abcdefgh', 'Bearer-abcdefgh'],
  ['Authorization: Bearer abcdefgh', 'abcdefgh'],
  ['authorization: Basic aHVudGVyMg==', 'aHVudGVyMg'],
  ["password: 'hunter two'", 'two'],
  ['password: |\n  hunter2\n  more\nuser: kim', 'hunter2'],
  ['data:\n  db.password: |-\n    one\n\n    hunter2\nuser: kim', 'hunter2'],
  ['env:\n  - name: DATABASE_PASSWORD\n    value: hunter2\n', 'hunter2'],
  ['{"name":"API_TOKEN","value":"hunter2"}', 'hunter2'],
  ['text: "{\\"password\\":\\"hunter2\\",\\"user\\":\\"kim\\"}"', 'hunter2'],
  ['text: "{\\"name\\":\\"API_TOKEN\\",\\"value\\":\\"hunter2\\"}"', 'hunter2'],
  ['{"auths":{"registry.site":{"auth":"aHVudGVyMg=="}}}', 'aHVudGVyMg'],
  ['{"password":"hun\\"ter2"}', 'ter2'],
  ['password:\n  hunter2-and-more\nuser: kim', 'hunter2'],
  ['DATABASE_PASSWORD=hunter2 node main.js', 'hunter2'],
  ['AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 'QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'],
  ['jwt eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJraW0ifQ.c2lnbmF0dXJl end', 'c2lnbmF0dXJl'],
  ['-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n', 'MC4CAQ'],
  ['{"key":"-----BEGIN PRIVATE KEY-----\\nMC4CAQ\\n-----END PRIVATE KEY-----\\n"}', 'MC4CAQ'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----', 'MHcCAQ'],
])('nothing of the secret in %j is left', (text, secret) => {
  expect(maskSecrets(text)).not.toContain(secret)
})

test('what stands behind a secret stays', () => {
  expect(maskSecrets('password: |\n  hunter2\nuser: kim\n')).toBe('password: | (blanked)\nuser: kim\n')
  expect(maskSecrets('{"password":"hunter2","user":"kim"}')).toBe('{"password":(blanked),"user":"kim"}')
  expect(maskSecrets('- name: TOKEN\n  value: hunter2\n- name: A\n  value: b\n')).toBe(
    '- name: TOKEN\n  value: (blanked)\n- name: A\n  value: b\n',
  )
})

test('a long text without a secret is read in a moment', () => {
  const text = 'name: a\n  value: b\npassword \\" '.repeat(20_000)
  expect(maskSecrets(text).length).toBeGreaterThan(100_000)
})

test('what is no secret stays as it is', () => {
  const line = '{"level":"info","url":"http://fairlead.site:30080","replica":"a1","msg":"ready"}'
  expect(maskSecrets(line)).toBe(line)
  const volume = 'volumes:\n  - name: password\n    secret:\n      secretName: fairlead-postgresql\n'
  expect(maskSecrets(volume)).toBe(volume)
})
