import { expect, test } from 'vitest'
import { readKeyValues, toEnv } from './key-values.ts'
import { splitWords } from './split-words.ts'
import { EMPTY_FORM, fieldOf, SubmitForm, toRequest } from './submit-form.ts'

const filled = { ...EMPTY_FORM, project: 'vision', command: 'echo hi' }
const wrong = (change: Partial<SubmitForm>) => !SubmitForm.safeParse({ ...filled, ...change }).success

test('what the control plane would refuse is said before it is asked', () => {
  expect(SubmitForm.safeParse(filled).success).toBe(true)
  expect(wrong({ project: '' })).toBe(true)
  expect(wrong({ name: 'Not_A_Name' })).toBe(true)
  expect(wrong({ command: ' ' })).toBe(true)
  expect(wrong({ command: "echo 'open" })).toBe(true)
  expect(wrong({ gpu: '1.5' })).toBe(true)
  expect(wrong({ memory: 'lots' })).toBe(true)
  expect(wrong({ replicas: '0' })).toBe(true)
  expect(wrong({ timeout: '5 minutes' })).toBe(true)
  expect(wrong({ env: 'no equals' })).toBe(true)
})

test('fields that are left empty are left to the defaults', () => {
  expect(toRequest(filled)).toEqual({ project: 'vision', kind: 'job', labels: {}, spec: { command: ['echo', 'hi'] } })
  expect(toRequest({ ...filled, timeout: 'none' }).spec).toEqual({ command: ['echo', 'hi'], timeout: null })
})

test('words are read as a shell reads them', () => {
  expect(splitWords(String.raw`a "b c" 'd "e' f\ g ""`)).toEqual({
    words: ['a', 'b c', 'd "e', 'f g', ''],
    error: undefined,
  })
  expect(splitWords('a \\\n b').words).toEqual(['a', 'b'])
  expect(splitWords('"x').error).toBeDefined()
})

test('a secret is a reference, and comments are left out', () => {
  expect(toEnv(readKeyValues('# note\nA=1=2\nB=secret:store/key.id\n').values)).toEqual({
    A: '1=2',
    B: { secretRef: { name: 'store', key: 'key.id' } },
  })
  expect(readKeyValues('nothing').error).toContain('line 1')
})

test('a refusal finds the field that it is about', () => {
  expect(fieldOf('spec.resources.gpu')).toBe('gpu')
  expect(fieldOf('spec.env.TOKEN')).toBe('env')
  expect(fieldOf('spec.unknown')).toBeUndefined()
})
