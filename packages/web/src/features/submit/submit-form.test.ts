import { expect, test } from 'vitest'
import { readKeyValues, toEnv } from './key-values.ts'
import { splitWords } from './split-words.ts'
import { checkTogether } from './check-form.ts'
import { fieldOf } from './field-of.ts'
import { readPorts } from './ports.ts'
import { EMPTY_FORM, SubmitForm } from './submit-form.ts'
import { toRequest } from './to-request.ts'
import { EMPTY_VOLUME } from './volume-rows.ts'

const filled = { ...EMPTY_FORM, project: 'vision', command: 'echo hi' }
const wrong = (change: Partial<SubmitForm>) => !SubmitForm.safeParse({ ...filled, ...change }).success

test('what the control plane would refuse is said before it is asked', () => {
  expect(SubmitForm.safeParse(filled).success).toBe(true)
  expect(wrong({ project: '' })).toBe(true)
  expect(wrong({ name: 'Not_A_Name' })).toBe(true)
  expect(wrong({ command: "echo 'open" })).toBe(true)
  expect(wrong({ gpu: '1.5' })).toBe(true)
  expect(wrong({ memory: 'lots' })).toBe(true)
  expect(wrong({ replicas: '0' })).toBe(true)
  expect(wrong({ timeout: '5 minutes' })).toBe(true)
  expect(wrong({ env: 'no equals' })).toBe(true)
  expect(wrong({ ports: 'http' })).toBe(true)
  expect(wrong({ config: '[1]' })).toBe(true)
  expect(wrong({ volumes: [{ ...EMPTY_VOLUME, path: 'data', value: '1Gi' }] })).toBe(true)
  expect(wrong({ volumes: [{ ...EMPTY_VOLUME, path: '/data', value: '' }] })).toBe(true)
  expect(wrong({ connections: [{ name: 'lake', path: 'x', isReadOnly: false }] })).toBe(true)
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
  expect(fieldOf('spec.serving.minReplicas')).toBe('minReplicas')
  expect(fieldOf('spec.build')).toBe('destination')
  expect(fieldOf('spec.unknown')).toBeUndefined()
})

test('each kind says what it cannot do without', () => {
  const silent = { ...filled, command: '' }
  const wantsOf = (kind: SubmitForm['kind'], change: Partial<SubmitForm> = {}) =>
    Object.keys(checkTogether({ ...silent, kind, ...change }, undefined))
  expect(wantsOf('job')).toEqual(['command'])
  expect(wantsOf('workspace', { image: 'r/notebook:1' })).toEqual([])
  expect(wantsOf('endpoint')).toEqual(['command', 'ports'])
  expect(wantsOf('endpoint', { image: 'r/m:1', ports: '80', minReplicas: '3' })).toEqual(['minReplicas'])
  expect(wantsOf('image-build')).toEqual(['destination', 'inline'])
  expect(wantsOf('image-build', { destination: 'r/x:1', context: 'code' })).toEqual([])
  const template = { name: 't', kind: 'job', about: '', builtIn: true, spec: { image: 'r/x:1' } }
  expect(checkTogether({ ...silent, template: 't' }, template)).toEqual({})
})

test('what stands in fields that the kind does not have is not sent', () => {
  const form = { ...filled, ports: '8080', replicas: '4', destination: 'r/x:1', engine: 'kserve' as const }
  expect(toRequest(form).spec).toEqual({ command: ['echo', 'hi'] })
  expect(toRequest({ ...form, kind: 'endpoint' }).spec).toMatchObject({ ports: [8080], replicas: 4, engine: 'kserve' })
})

test('ports are read with and without names', () => {
  expect(readPorts('8080, http:8081').ports).toEqual([8080, { name: 'http', port: 8081 }])
  expect(readPorts('0').error).toBeDefined()
  expect(readPorts('HTTP:80').error).toBeDefined()
})
