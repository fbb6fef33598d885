import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sampleWorkload } from '../../sdk/test/sample-workload.ts'
import { UsageError } from '../src/lib/usage-error.ts'
import { readManifests } from '../src/manifest/read-manifests.ts'
import { fairlead, fakeApi, refusal } from './fake-host.ts'

const GOOD = `kind: Job
metadata:
  name: train-a
  project: vision
  labels: {team: x}
spec:
  command: [python, train.py]
  env: {LR: 0.10, DEBUG: true, NAME: a}
  resources: {cpu: 4, memory: 16Gi, gpu: 1}
`

function refused(text: string): UsageError {
  try {
    readManifests('job.yaml', text)
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('a YAML file', () => {
  test('is read document by document, with values of the environment as they are written', () => {
    const [first, second, ...more] = readManifests('job.yaml', `${GOOD}---\n${GOOD.replace('Job', 'Distributed')}`)
    expect(more).toEqual([])
    expect(first).toMatchObject({ kind: 'job', name: 'train-a', project: 'vision', labels: { team: 'x' } })
    expect(first?.spec['env']).toEqual({ LR: '0.10', DEBUG: 'true', NAME: 'a' })
    expect(second?.kind).toBe('distributed')
  })

  test('with an unknown key is refused with its path, its line, and the key that was meant', () => {
    const error = refused(GOOD.replace('resources: {cpu: 4, memory: 16Gi, gpu: 1}', 'resources:\n    gpus: 1'))
    expect(error.where).toBe('job.yaml:10:5')
    expect(error.message).toBe('spec.resources.gpus is not known; did you mean gpu?')
  })

  test('names every unknown key at once, at any depth', () => {
    const error = refused(GOOD.replace('name: train-a', 'nmae: a') + '  placement:\n    tolerations: [{kee: x}]\n')
    expect(error.message).toContain('metadata.nmae is not known; did you mean name?')
    expect(error.details).toEqual(['job.yaml:11:20: spec.placement.tolerations.0.kee is not known; did you mean key?'])
  })

  test('knows the keys of every type of volume, and of a connection that is more than a name', () => {
    const pods = `  volumes:
    - {type: own, name: home, mountPath: /home, size: 10Gi, keep: true}
    - {type: claim, name: data, mountPath: /data, claim: shared, subpath: x}
  connections: [models, {name: lake, mountPath: /lake, readonly: true}]
  ports: [8080, {name: metrics, port: 9090}]
`
    const error = refused(GOOD + pods)
    expect(error.message).toBe('spec.volumes.1.subpath is not known; did you mean subPath?')
    expect(error.details).toEqual(['job.yaml:13:56: spec.connections.1.readonly is not known; did you mean readOnly?'])
  })

  test('may leave the kind to its template', () => {
    const [manifest] = readManifests('job.yaml', 'spec: {template: ml_training, command: [a]}\n')
    expect(manifest).toMatchObject({ kind: undefined, spec: { template: 'ml_training' } })
  })

  test('takes any key where people choose them', () => {
    expect(() => readManifests('j', GOOD.replace('{team: x}', '{anything.at/all: x}'))).not.toThrow()
  })

  test('that is no YAML is refused with the line', () => {
    expect(refused('kind: Job\nspec:\n  command: [a\n').where).toMatch(/^job\.yaml:[34]:\d+$/)
  })

  test.each([
    ['', 'there is no document in it', 'job.yaml'],
    ['- a\n', 'a job is a map with kind, metadata and spec', 'job.yaml:1:1'],
    [
      'kind: Jub\nspec: {command: [a]}\n',
      'kind is Job, Distributed, Workspace, Endpoint, Evaluation or ImageBuild; it may be absent where spec.template is there',
      'job.yaml:1:1',
    ],
    ['kind: Job\n', 'spec is missing', 'job.yaml:1:1'],
  ])('%j is refused: %s', (text, message, where) => {
    expect(refused(text)).toMatchObject({ message, where })
  })
})

describe('fairlead apply', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-manifest-'))
  const file = join(folder, 'jobs.yaml')
  writeFileSync(file, `${GOOD}---\n${GOOD}`)

  test('submits all documents in one call, all or none', async () => {
    const { id } = sampleWorkload()
    const { fetch, calls } = fakeApi({
      'POST /workload-batches': { ids: [id, id] },
      [`/workloads/${id}`]: sampleWorkload('QUEUED'),
    })
    const { code, out } = await fairlead(['apply', '-f', file, '-o', 'name'], { fetch })
    expect(code).toBe(0)
    expect(out).toBe('train-a\ntrain-a\n')
    expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  test('tells a refusal with the file, the line and the field', async () => {
    const issues = [{ path: 'workloads.1.spec.resources.memory', message: 'give a size' }]
    const body = { message: 'workloads.1.spec.resources.memory: give a size', issues }
    const { fetch } = fakeApi({ 'POST /workload-batches': refusal('VALIDATION', 400, body) })
    const { code, err } = await fairlead(['apply', '-f', file], { fetch })
    expect(code).toBe(2)
    expect(err).toContain(`${file}:19:23: spec.resources.memory: give a size`)
  })

  test('tells a taken name with the line of the name', async () => {
    const body = { message: 'workloads.1: an unfinished workload of this project is called "train-a" already' }
    const { fetch } = fakeApi({ 'POST /workload-batches': refusal('CONFLICT', 409, body) })
    const { code, err } = await fairlead(['apply', '-f', file], { fetch })
    expect(code).toBe(2)
    expect(err).toContain(`${file}:13:9: an unfinished workload`)
  })

  test('tells a refusal without a number by what it quotes, and one of a single document as such', async () => {
    const body = { message: 'there is no project "vision" that you may see' }
    const { fetch } = fakeApi({ 'POST /workload-batches': refusal('NOT_FOUND', 404, body) })
    const { code, err } = await fairlead(['apply', '-f', file], { fetch })
    expect(code).toBe(4)
    expect(err).toContain(`${file}:4:12: there is no project "vision"`)
    const issues = [{ path: 'spec.env.LR', message: 'secret values are refused' }]
    const secret = fakeApi({ 'POST /workload-batches': refusal('SECRET_IN_SPEC', 422, { issues }) })
    const one = await fairlead(['apply', '-f', '-'], { fetch: secret.fetch, stdin: GOOD })
    expect(one.code).toBe(5)
    expect(one.err).toContain('stdin:8:9: spec.env.LR: secret values are refused')
  })

  test('reads standard input, and says so in errors', async () => {
    const { code, err } = await fairlead(['apply', '-f', '-'], { stdin: 'kind: Job\nspce: {}\n' })
    expect(code).toBe(2)
    expect(err).toContain('spce is not known; did you mean spec?')
    expect(err).toContain('stdin:2:1')
  })

  test('says that a file is not there', async () => {
    rmSync(folder, { recursive: true })
    const { code, err } = await fairlead(['apply', '-f', file])
    expect(code).toBe(2)
    expect(err).toContain(file)
  })
})
