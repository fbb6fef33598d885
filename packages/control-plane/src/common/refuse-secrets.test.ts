import { expect, test } from 'vitest'
import type { AppError } from '../lib/app-error.ts'
import { refuseSecrets } from './refuse-secrets.ts'

const CANARY = 'hunter2-canary'

function refusal(env: Record<string, unknown>, command: string[] = []): AppError | undefined {
  try {
    refuseSecrets({ 'spec.env': env, 'spec.command': command })
    return undefined
  } catch (error) {
    return error as AppError
  }
}

test('a value under a secret name is refused, and the refusal does not repeat it', () => {
  for (const name of [
    'DB_PASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'HF_TOKEN',
    'openai_api_key',
    'MY_PRIVATE_KEY',
    'secretKey',
    'accessKey',
  ]) {
    const error = refusal({ [name]: CANARY })
    expect(error?.code, name).toBe('SECRET_IN_SPEC')
    expect(error?.issues).toEqual([{ path: `spec.env.${name}`, message: 'secret values are refused' }])
    expect(JSON.stringify([error?.message, error?.hint, error?.issues])).not.toContain(CANARY)
  }
})

test('a value that looks like a secret is refused under any name', () => {
  for (const value of [
    '-----BEGIN RSA PRIVATE KEY-----\nabc',
    `AKIA${'A'.repeat(16)}`,
    `ghp_${'a'.repeat(36)}`,
    'postgres://me:pass@db/x',
  ]) {
    expect(refusal({ INNOCENT: value })?.code).toBe('SECRET_IN_SPEC')
    expect(refusal({}, ['sh', '-c', `use ${value}`])?.code).toBe('SECRET_IN_SPEC')
  }
})

test('a secret is found at any depth, and told by its path', () => {
  expect(refusal({ store: [{ auth: { password: CANARY } }] })?.issues[0]?.path).toBe('spec.env.store.0.auth.password')
})

test('references, files, vocabularies and ordinary settings pass', () => {
  expect(
    refusal({
      DB_PASSWORD: { secretRef: { name: 'db', key: 'password' } },
      DB_PASSWORD_FILE: '/run/secrets/db',
      TOKENIZER_PATH: '/models/tok',
      MONKEY: 'banana',
      KEYBOARD: 'qwerty',
      TOKENS_PER_BATCH: '512',
      URL: 'https://example.org/x',
      pad_token: '</s>',
      pushSecret: 'registry',
      imagePullSecrets: ['registry'],
    }),
  ).toBeUndefined()
})
