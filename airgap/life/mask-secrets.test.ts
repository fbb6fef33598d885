import { expect, test } from 'vitest'
import { maskSecrets } from './mask-secrets.ts'

test.each([
  ['postgres://fairlead:hunter2@db:5432/fairlead', 'hunter2'],
  ['token flt_0123456789abcdefghij used', 'flt_0123456789abcdefghij'],
  ['{"password":"hunter2","user":"kim"}', 'hunter2'],
  ['Authorization: Bearer-abcdefgh', 'Bearer-abcdefgh'],
  ['AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 'QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'],
  ['jwt eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJraW0ifQ.c2lnbmF0dXJl end', 'c2lnbmF0dXJl'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----', 'MHcCAQ'],
])('nothing of the secret in %j is left', (text, secret) => {
  expect(maskSecrets(text)).not.toContain(secret)
})

test('what is no secret stays as it is', () => {
  const line = '{"level":"info","url":"http://fairlead.site:30080","replica":"a1","msg":"ready"}'
  expect(maskSecrets(line)).toBe(line)
})
