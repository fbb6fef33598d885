import type { RunSpec } from '@fairlead/protocol'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { runSpec } from '../../../../test/run-body.ts'
import type { RunRequest } from '../../driver.ts'
import type { KubernetesSettings } from '../kubernetes-settings.ts'
import { RenderRefusal, type RenderContext } from './render-context.ts'
import { renderRun } from './render-run.ts'

type Pod = NonNullable<RunSpec['pod']>

const SETTINGS: KubernetesSettings = {
  clusterId: '0198a000-0000-7000-8000-00000000c1c1',
  namespaces: ['vision'],
  newNamespaces: undefined,
  nodeSelector: {},
  isElastic: false,
  startDeadlineMs: 900_000,
  failAfterMs: 120_000,
  jobApiUrl: 'http://fairlead-agent.fairlead.svc:8082',
  runAsUser: undefined,
  imagePullSecrets: [],
  builderImage: 'moby/buildkit:v0.25.1-rootless',
  gitImage: 'alpine/git:2.49.1',
  helperImage: undefined,
  policy: {},
}

const CONTEXT: RenderContext = {
  settings: SETTINGS,
  gpu: { name: 'nvidia.com/gpu', unitsPerDevice: 1 },
  isSharedClass: (name) => (name === 'nfs' ? true : name === 'disk' ? false : null),
  apis: new Set(),
}

const POD: Pod = {
  engine: 'auto',
  limits: {},
  imagePullSecrets: [],
  tolerations: [],
  volumes: [],
  connections: [],
  ports: [],
  keepSeconds: 300,
}

function request(kind: string, overrides: Partial<RunSpec> = {}, pod: Partial<Pod> = {}): RunRequest {
  return {
    runId: '0198a000-0000-7000-8000-000000000001',
    generation: 2,
    spec: runSpec({
      workload: { id: '0198a000-0000-7000-8000-000000000002', name: `My ${kind}`, kind, labels: { team: 'vision' } },
      project: { id: '0198a000-0000-7000-8000-000000000003', name: 'vision', namespace: 'vision' },
      image: 'registry.example/train:1',
      resources: { cpu: 500, memory: 1024 },
      pod: { ...POD, limits: { cpu: 2000, memory: 4096 }, ...pod },
      ...overrides,
    }),
  }
}

function yaml(run: RunRequest, context: RenderContext = CONTEXT): string {
  const { main, companions } = renderRun(run, context)
  return [...companions, main].map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n')
}

const GOLDEN: Record<string, [RunRequest, RenderContext?]> = {
  job: [
    request('job', {
      jobType: 'ml_training',
      command: ['python', 'train.py'],
      args: ['--note=$(not a variable)'],
      env: [
        { name: 'EPOCHS', value: '3' },
        { name: 'API_KEY', secretRef: { name: 'keys', key: 'api' } },
      ],
      nodes: ['gpu-1'],
      timeoutSeconds: 3600,
      resources: { cpu: 4000, memory: 8192, gpu: 2000 },
    }),
  ],
  'job-without-pod': [(({ pod: _pod, ...spec }) => ({ ...request('job'), spec }))(request('job').spec)],
  distributed: [
    request(
      'distributed',
      { replicas: 3, nodes: ['gpu-1', 'gpu-2', 'gpu-1'], resources: { cpu: 8000, memory: 16_384, gpu: 8000 } },
      { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', value: '', effect: 'NoSchedule' }] },
    ),
  ],
  'distributed-jobset': [
    request('distributed', { replicas: 2 }),
    { ...CONTEXT, apis: new Set(['jobsets.jobset.x-k8s.io']) },
  ],
  'distributed-trainer': [
    request('distributed', { replicas: 2, command: ['torchrun', 'train.py'] }, { engine: 'trainer' }),
    { ...CONTEXT, apis: new Set(['trainjobs.trainer.kubeflow.org']) },
  ],
  'distributed-ray': [
    request('distributed', { replicas: 3, command: ['python', "it's.py"] }, { engine: 'ray' }),
    { ...CONTEXT, apis: new Set(['rayjobs.ray.io']) },
  ],
  workspace: [
    request(
      'workspace',
      {},
      {
        ports: [{ name: 'http', port: 8888 }],
        volumes: [
          { type: 'own', name: 'home', mountPath: '/home/jovyan', sizeMib: 10_240, keep: true },
          { type: 'scratch', name: 'shm', mountPath: '/dev/shm', sizeMib: 1024, inMemory: true },
        ],
      },
    ),
  ],
  endpoint: [
    request(
      'endpoint',
      { replicas: 4 },
      {
        ports: [{ name: 'http', port: 8080 }],
        serving: { port: 'http', minReplicas: 1, targetCpuPercent: 70, healthPath: '/healthz' },
      },
    ),
  ],
  'endpoint-kserve': [
    request(
      'endpoint',
      { replicas: 4 },
      {
        engine: 'kserve',
        ports: [{ name: 'http', port: 8080 }],
        serving: { port: 'http', minReplicas: 1, targetCpuPercent: 70 },
      },
    ),
    { ...CONTEXT, apis: new Set(['inferenceservices.serving.kserve.io']) },
  ],
  evaluation: [request('evaluation', {}, { config: { tests: ['drift'], model: { path: '/models/a' } } })],
  'image-build': [
    request(
      'image-build',
      {},
      {
        build: {
          destination: 'registry.example/app:1',
          dockerfile: 'Dockerfile',
          inline: 'FROM scratch\nCOPY . /\n',
          context: 'source',
          pushSecret: 'push',
        },
        connections: [
          {
            name: 'source',
            type: 'git',
            settings: { url: 'https://git.example/app.git', ref: 'main' },
            secret: 'git-login',
            mountPath: '/source',
            readOnly: true,
          },
        ],
      },
    ),
  ],
  'volumes-and-connections': [
    request(
      'job',
      { nodes: ['gpu-1'] },
      {
        imagePullSecrets: ['pull'],
        volumes: [
          { type: 'claim', name: 'data', mountPath: '/data', claim: 'datasets', subPath: 'a', readOnly: true },
          { type: 'modelCache', name: 'models', mountPath: '/app/models', sizeMib: 102_400, storageClass: 'disk' },
          { type: 'modelCache', name: 'shared', mountPath: '/app/shared', sizeMib: 102_400, storageClass: 'nfs' },
        ],
        connections: [
          {
            name: 'lake',
            type: 's3',
            settings: { endpoint: 'https://s3.example', bucket: 'lake', region: 'eu-1' },
            secret: 'lake-login',
            readOnly: true,
          },
          { name: 'disk', type: 'pvc', settings: { claim: 'disk' }, mountPath: '/disk', readOnly: false },
        ],
      },
    ),
  ],
}

test.each(Object.keys(GOLDEN))('the objects of %s are exactly these', async (name) => {
  const [run, context] = GOLDEN[name] ?? [request('job')]
  await expect(yaml(run, context)).toMatchFileSnapshot(`golden/${name}.gen.yaml`)
})

describe('what every pod has', () => {
  test.each(Object.keys(GOLDEN))(
    '%s passes Pod Security restricted, has limits, no token of its own and no retries',
    (name) => {
      const [run, context] = GOLDEN[name] ?? [request('job')]
      const text = yaml(run, context)
      const count = (part: string): number => text.split(part).length - 1
      const containers = count('allowPrivilegeEscalation: false')
      expect(count('drop:\n')).toBe(containers)
      expect(text).not.toMatch(/privileged: true|hostPath|hostNetwork|runAsUser: 0|ttlSecondsAfterFinished/)
      // With Trainer, the cluster's own runtime makes the pods.
      if (!name.endsWith('trainer')) {
        expect(containers).toBeGreaterThan(0)
        expect(text).toMatch(/runAsNonRoot: true/)
        expect(text).toMatch(/automountServiceAccountToken: false/)
      }
      if (/kind: Job\n/.test(text)) {
        expect(text).toMatch(/backoffLimit: 0/)
        expect(text).toMatch(/restartPolicy: Never/)
        expect(text).toMatch(/suspend: true/)
      }
    },
  )
})

test('the same request makes the same objects, and another run others', () => {
  expect(yaml(request('distributed', { replicas: 2 }))).toBe(yaml(request('distributed', { replicas: 2 })))
  const other = { ...request('job'), runId: '0198a000-0000-7000-8000-000000000009' }
  expect(renderRun(other, CONTEXT).main.metadata.name).not.toBe(renderRun(request('job'), CONTEXT).main.metadata.name)
})

test('names of pods are host names, however long the workload’s name is', () => {
  for (const name of ['x'.repeat(200), 'Ünïcode — only', '123', '-']) {
    const run = request('job', { replicas: 100 })
    run.spec.workload = { ...run.spec.workload, name }
    const { main } = renderRun(run, CONTEXT)
    expect(`${main.metadata.name}-99-abcde`).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])$/)
  }
})

describe('what this cluster cannot give is refused with a sentence', () => {
  const cases: [string, RunRequest, RenderContext, RegExp][] = [
    ['a share of a GPU', request('job', { resources: { gpu: 500 } }), CONTEXT, /whole devices only/],
    [
      'a GPU where none is',
      request('job', { resources: { gpu: 1000 } }),
      { ...CONTEXT, gpu: undefined },
      /offers GPUs/,
    ],
    [
      'one disk for many replicas',
      request(
        'job',
        { replicas: 2 },
        { volumes: [{ type: 'own', name: 'a', mountPath: '/a', sizeMib: 1, storageClass: 'disk', keep: false }] },
      ),
      CONTEXT,
      /writable by several nodes/,
    ],
    [
      'a model cache on a disk for two nodes',
      request(
        'job',
        { replicas: 2, nodes: ['a', 'b'] },
        { volumes: [{ type: 'modelCache', name: 'a', mountPath: '/a', sizeMib: 1, storageClass: 'disk' }] },
      ),
      CONTEXT,
      /ReadWriteMany/,
    ],
    [
      'a build without a builder',
      request('image-build', {}, { build: { destination: 'a', dockerfile: 'Dockerfile' } }),
      { ...CONTEXT, settings: { ...SETTINGS, builderImage: undefined } },
      /builderImage/,
    ],
    [
      'an engine that is not installed',
      request('distributed', { replicas: 2 }, { engine: 'ray' }),
      CONTEXT,
      /not installed/,
    ],
    ['an endpoint that serves nothing', request('endpoint'), CONTEXT, /how it serves/],
  ]
  test.each(cases)('%s', (_name, run, context, message) => {
    expect(() => renderRun(run, context)).toThrow(RenderRefusal)
    expect(() => renderRun(run, context)).toThrow(message)
  })
})

test('a share of a GPU that is offered several times is whole parts of it', () => {
  const shared = { ...CONTEXT, gpu: { name: 'nvidia.com/gpu', unitsPerDevice: 4 } }
  expect(yaml(request('job', { resources: { gpu: 500 } }), shared)).toMatch(/nvidia.com\/gpu: "2"/)
  expect(() => yaml(request('job', { resources: { gpu: 300 } }), shared)).toThrow(/shares of 1\/4/)
})
