import { expect, test } from 'vitest'
import { redact } from './redact.ts'

test('what looks like a secret is masked and the rest of the line stays', () => {
  const cases: [string, string][] = [
    ['Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer [hidden]'],
    ['DB_PASSWORD=s3cr3t-value rest', 'DB_PASSWORD=[hidden] rest'],
    ['{"api_key": "0123456789abcdef", "lr": 0.1}', '{"api_key": "[hidden]", "lr": 0.1}'],
    ['key AKIAIOSFODNN7EXAMPLE used', 'key [hidden] used'],
    ['login with hf_abcdefghijklmnopqrstuvwx', 'login with [hidden]'],
    ['postgres://app:hunter22@db/app', 'postgres://app:[hidden]@db/app'],
    ['-----BEGIN RSA PRIVATE KEY-----MIIE', '[hidden private key]'],
  ]
  for (const [line, masked] of cases) expect(redact(line)).toBe(masked)
})

test('ordinary output is left as it is', () => {
  for (const line of [
    'step 12 loss 0.31',
    'tokens per second: 1200',
    'epoch 3/10 [=====>....]',
    'https://example.com/a?b=c',
  ]) {
    expect(redact(line)).toBe(line)
  }
})

test('a very long line is masked without getting stuck', () => {
  const line = `${'a'.repeat(100_000)}:${'/'.repeat(100_000)}`
  expect(redact(line)).toBe(line)
})
