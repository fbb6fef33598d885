import { SubmitWorkload } from '@fairlead/control-plane/schemas/workloads'
import { expect, test } from 'vitest'
import { createProgram } from '../../cli/src/create-program.ts'
import { readManifests } from '../../cli/src/manifest/read-manifests.ts'
import type { App } from '../../cli/src/session/app.ts'
import { splitWords } from '../src/features/submit/split-words.ts'
import { cloneCommands } from '../src/features/submit/clone-commands.ts'
import { submitCommands } from '../src/features/submit/submit-commands.ts'
import { EMPTY_FORM, type SubmitForm } from '../src/features/submit/submit-form.ts'
import { toRequest } from '../src/features/submit/to-request.ts'
import { EMPTY_VOLUME } from '../src/features/submit/volume-rows.ts'

const base = { ...EMPTY_FORM, project: 'vision' }
const pods: Partial<SubmitForm> = {
  image: 'r.example/x:1',
  env: 'A=1\nB=two words',
  labels: 'team=a',
  pullSecrets: 'pull, other',
  connections: [
    { name: 'lake', path: '', isReadOnly: false },
    { name: 'code', path: '/code', isReadOnly: true },
    { name: 'docs', path: '', isReadOnly: true },
  ],
  volumes: [
    { ...EMPTY_VOLUME, type: 'own', path: '/home/me', value: '10Gi', isFlagged: true },
    { ...EMPTY_VOLUME, type: 'claim', path: '/data', value: 'datasets', isFlagged: true },
    { ...EMPTY_VOLUME, type: 'scratch', path: '/tmp' },
    { ...EMPTY_VOLUME, type: 'memory', path: '/dev/shm', value: '1Gi' },
    { ...EMPTY_VOLUME, type: 'models', path: '/models', value: '100Gi' },
  ],
}

const FORMS: Record<string, SubmitForm> = {
  'a job': { ...base, command: "python train.py --note 'two words'", gpu: '0.5', timeout: '30m', retries: '2' },
  'a job with everything that pods have': { ...base, ...pods, size: 'small', cpuLimit: '4', memoryLimit: '8Gi' },
  'a distributed job': {
    ...base,
    ...pods,
    kind: 'distributed',
    replicas: '4',
    engine: 'jobset',
    command: 'torchrun a.py',
  },
  'an elastic job with rules of placement': {
    ...base,
    kind: 'distributed',
    command: 'torchrun a.py',
    replicas: '8',
    replicasMin: '4',
    pool: 'h100',
    fallbackPools: ['a100', 'default'],
    clusterRules: 'region in (eu,uk)\n!spot',
    nodeRules: 'cores>32\nzone!=c',
    together: 'rack',
    preferTogether: 'zone',
    apartBy: 'node',
    near: 'zone:app=cache',
    apart: 'node:app=web,tier=front\nrack:app=db',
  },
  'a job that prefers nodes': { ...base, command: 'a', nodePreferences: '80 nvlink; zone=a\n20 cores>64' },
  'a distributed job of one': { ...base, kind: 'distributed', command: 'a' },
  'a workspace': { ...base, ...pods, kind: 'workspace', ports: '8888', priority: 'high', preemptible: 'no' },
  'an endpoint': {
    ...base,
    ...pods,
    kind: 'endpoint',
    ports: 'http:8080, 9090',
    replicas: '5',
    minReplicas: '2',
    targetCpu: '70',
    healthPath: '/healthz',
    timeout: 'none',
  },
  'an evaluation': { ...base, kind: 'evaluation', image: 'r.example/eval:1' },
  'an evaluation with a configuration': {
    ...base,
    kind: 'evaluation',
    image: 'r.example/eval:1',
    config: '{"model": "a", "cases": [], "deep": {"on": true, "note": "no: yes"}}',
  },
  'an image build from a repository': {
    ...base,
    kind: 'image-build',
    destination: 'r.example/x:2',
    context: 'code',
    dockerfile: 'docker/Dockerfile',
    pushSecret: 'push',
  },
  'an image build from a text': {
    ...base,
    kind: 'image-build',
    destination: 'r.example/x:2',
    inline: 'FROM a\nRUN echo "hello: world"\n',
  },
  'what begins with a template': { ...base, template: 'ml_training', kind: 'job', image: 'r.example/t:1', gpu: '1' },
  'a reference to a secret': { ...base, command: 'a', env: 'KEY=secret:store/id' },
  'a volume of a storage class': {
    ...base,
    image: 'r.example/x:1',
    volumes: [{ ...EMPTY_VOLUME, path: '/data', value: '10Gi', storageClass: 'fast' }],
  },
  'what a workload said before': { ...base, command: 'a', rest: { placement: { nodeSelector: { zone: 'a' } } } },
}

/** As the control plane reads it. */
const read = (request: unknown) => SubmitWorkload.parse(request)

function fromYaml(text: string): unknown {
  const [manifest] = readManifests('a.yaml', text)
  const { kind, name, project, labels, spec } = manifest ?? { spec: {} }
  return JSON.parse(JSON.stringify({ kind, name, project, labels, spec }))
}

/** What the CLI would send. */
async function fromCli(text: string): Promise<unknown> {
  const sent: unknown[] = []
  const app = {
    configure: () => undefined,
    host: { stdout: process.stdout, stderr: process.stderr },
    project: (name: string) => Promise.resolve(name),
    client: {
      jobs: {
        preview: (request: unknown) => {
          sent.push(request)
          throw new Error('this is all')
        },
      },
    },
  } as unknown as App
  const [first, ...words] = splitWords(text.replace('fairlead run', 'fairlead run --dry-run')).words
  expect(first).toBe('fairlead')
  await createProgram(app)
    .parseAsync(words, { from: 'user' })
    .catch((error: unknown) => expect((error as Error).message).toBe('this is all'))
  return sent[0]
}

test.each(Object.entries(FORMS))('YAML, command and request of %s are the same submission', async (_what, form) => {
  const wanted = read(toRequest(form))
  const said = new Map(submitCommands(form).map(({ name, text }) => [name, text]))
  expect(read(fromYaml(said.get('YAML') ?? ''))).toEqual(wanted)
  const cli = said.get('CLI') ?? ''
  const [, heredoc] = /^fairlead apply -f - <<'YAML'\n([^]*)YAML$/.exec(cli) ?? []
  expect(read(heredoc === undefined ? await fromCli(cli) : fromYaml(heredoc))).toEqual(wanted)
})

test.each(Object.entries(FORMS))(
  'the command that clones a job into %s says the same as the form',
  async (_what, form) => {
    const origin = toRequest(base)
    const wanted = toRequest(form)
    const commands = cloneCommands({ id: 'origin', request: origin }, wanted)
    const cli = commands.find(({ name }) => name === 'CLI')?.text ?? ''
    const sent: Record<string, unknown>[] = []
    const app = {
      configure: () => undefined,
      host: { stdout: process.stdout, stderr: process.stderr },
      client: {
        jobs: {
          describe: () => Promise.resolve({ id: 'origin' }),
          request: () => Promise.resolve({ ...origin, name: 'origin' }),
          preview: (request: Record<string, unknown>) => {
            sent.push(request)
            throw new Error('this is all')
          },
        },
      },
    } as unknown as App
    const [, ...words] = splitWords(cli.replace('fairlead clone', 'fairlead clone --dry-run')).words
    await createProgram(app)
      .parseAsync(words, { from: 'user' })
      .catch((error: unknown) => expect((error as Error).message).toBe('this is all'))
    const { clonedFrom, ...request } = sent[0] ?? {}
    expect(clonedFrom).toBe('origin')
    expect(read(request)).toEqual(read(wanted))
  },
)
