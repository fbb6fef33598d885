import { describe, expect, test } from 'vitest'
import { applyTemplate } from './internal/apply-template.ts'
import { checkKind } from './internal/check-kind.ts'
import { renderPod } from './internal/render-pod.ts'
import { resolveAmounts } from './internal/resolve-amounts.ts'
import { writePod } from './internal/write-pod.ts'
import type { AppError } from '../lib/app-error.ts'
import { WorkloadSpec, type WorkloadKind } from './schemas.ts'
import type { z } from 'zod'

type Written = z.input<typeof WorkloadSpec>

const SMALL = { requests: { cpu: 1000, memory: 8192 }, limits: { cpu: 2000, memory: 8192 } }

function amounts(written: Written, size?: typeof SMALL) {
  const spec = WorkloadSpec.parse(written)
  return resolveAmounts(spec, size, spec.limits)
}

function pod(kind: WorkloadKind, written: Written) {
  const spec = WorkloadSpec.parse(written)
  return renderPod(kind, spec, { limits: {}, ownLimits: spec.limits, connections: [] })
}

function issuesOf(kind: WorkloadKind, written: Written): string[] {
  try {
    checkKind(kind, WorkloadSpec.parse(written))
    return []
  } catch (error) {
    return (error as AppError).issues.map(({ path, message }) => `${path}: ${message}`)
  }
}

describe('amounts', () => {
  test('that nobody names are half a core and 1 GiB, up to 2 cores and 4 GiB', () => {
    expect(amounts({})).toEqual({ requests: { cpu: 500, memory: 1024 }, limits: { cpu: 2000, memory: 4096 } })
  })

  test('that are named are limited to themselves, and the others keep their default', () => {
    expect(amounts({ resources: { cpu: 8 } })).toEqual({
      requests: { cpu: 8000, memory: 1024 },
      limits: { memory: 4096 },
    })
  })

  test('come from the size, and what is named beside it comes first', () => {
    expect(amounts({ size: 'small' }, SMALL)).toEqual(SMALL)
    expect(amounts({ size: 'small', resources: { cpu: 3, gpu: 1 } }, SMALL)).toEqual({
      requests: { cpu: 3000, memory: 8192, gpu: 1000 },
      limits: { cpu: 3000, memory: 8192 },
    })
  })

  test('with a limit below the request are refused, if their owner wrote that limit', () => {
    expect(() => amounts({ resources: { memory: '8Gi' }, limits: { memory: '4Gi' } })).toThrow(
      /limit of memory is less/,
    )
  })
})

describe('pods', () => {
  test('are not spoken of for a plain command', () => {
    expect(pod('job', { command: ['true'], resources: { gpu: 1 } })).toBeUndefined()
    expect(pod('distributed', { command: ['true'], replicas: 4, size: 'small' })).toBeUndefined()
  })

  test('are spoken of as soon as something only pods can do is asked for', () => {
    const fields: Written[] = [
      { image: 'r/x:1' },
      { volumes: [{ type: 'scratch', name: 'tmp', mountPath: '/tmp' }] },
      { imagePullSecrets: ['r'] },
      { connections: ['lake'] },
      { limits: { cpu: 4 } },
      { engine: 'plain' },
      { keepFor: '1h' },
    ]
    for (const field of fields) expect(pod('job', { command: ['a'], ...field }), JSON.stringify(field)).toBeDefined()
  })

  test('of an endpoint say which port answers and how many replicas there are at least', () => {
    const base = { image: 'r/x:1', ports: [8080, { name: 'metrics', port: 9090 }], replicas: 3 }
    expect(pod('endpoint', base)?.serving).toEqual({ port: 'port-8080', minReplicas: 3 })
    expect(pod('endpoint', { ...base, serving: { port: 9090, targetCpuPercent: 70 } })?.serving).toEqual({
      port: 'metrics',
      minReplicas: 1,
      targetCpuPercent: 70,
    })
  })

  test('of a workspace have a port and keep its own claims, those of a job do not', () => {
    const own = { type: 'own', name: 'home', mountPath: '/home', size: '10Gi' } as const
    expect(pod('workspace', { image: 'r/x:1', volumes: [own] })).toMatchObject({
      ports: [{ name: 'http', port: 8888 }],
      volumes: [{ type: 'own', sizeMib: 10_240, keep: true }],
    })
    expect(pod('job', { image: 'r/x:1', volumes: [own] })).toMatchObject({ ports: [], volumes: [{ keep: false }] })
  })

  test('are kept five minutes unless something else is said', () => {
    expect(pod('job', { image: 'r/x:1' })?.keepSeconds).toBe(300)
    expect(pod('job', { image: 'r/x:1', keepFor: 0 })?.keepSeconds).toBe(0)
  })

  test('are shown as the fields that would make them again', () => {
    const written: Written = {
      image: 'r/x:1',
      engine: 'jobset',
      imagePullSecrets: ['r'],
      volumes: [
        { type: 'scratch', name: 'tmp', mountPath: '/scratch', inMemory: true, size: '1Gi' },
        { type: 'claim', name: 'data', mountPath: '/data', claim: 'shared', readOnly: true },
        { type: 'modelCache', name: 'models', mountPath: '/models', size: '100Gi', storageClass: 'standard' },
      ],
      ports: [{ name: 'http', port: 8080 }],
      keepFor: 60,
    }
    const before = pod('job', written)
    expect(pod('job', { image: 'r/x:1', ...(writePod(before) as Written) })).toEqual(before)
  })
})

describe('a kind', () => {
  test.each<[WorkloadKind, Written, string[]]>([
    ['job', { command: ['a'] }, []],
    ['job', { image: 'r/x:1' }, []],
    ['job', {}, ['spec.command: a job needs a command, or an image that runs one by itself']],
    ['workspace', { image: 'r/x:1' }, []],
    ['workspace', { image: 'r/x:1', replicas: 2 }, ['spec.replicas: a workspace has one replica']],
    ['endpoint', { image: 'r/x:1', ports: [80] }, []],
    ['endpoint', { command: ['serve'], ports: [80] }, []],
    ['endpoint', { ports: [80] }, ['spec.command: an endpoint needs a command, or an image that runs one by itself']],
    ['job', { image: 'r/x:1', engine: 'ray' }, ['spec.engine: ray makes a distributed job']],
    ['distributed', { image: 'r/x:1', engine: 'ray' }, []],
    ['endpoint', { image: 'r/x:1' }, ['spec.ports: an endpoint needs a port on which it answers, such as [8080]']],
    [
      'endpoint',
      { image: 'r/x:1', ports: [80], serving: { port: 81 } },
      ['spec.serving.port: 81 is none of its ports'],
    ],
    [
      'endpoint',
      { image: 'r/x:1', ports: [80], serving: { minReplicas: 2 } },
      ['spec.serving.minReplicas: 2 is more than its replicas, 1'],
    ],
    ['evaluation', { image: 'r/x:1', config: { run_name: 'a' } }, []],
    ['job', { command: ['a'], config: {} }, ['spec.config: only an evaluation has it']],
    ['image-build', { build: { destination: 'r/x:1', inline: 'FROM scratch' } }, []],
    ['image-build', {}, ['spec.build: an image build needs build.destination: where the image is pushed']],
    [
      'image-build',
      { build: { destination: 'r/x:1' } },
      ['spec.build: an image build needs build.context, a git connection, or build.inline, the text of a Dockerfile'],
    ],
    [
      'job',
      {
        image: 'r/x:1',
        volumes: [
          { type: 'scratch', name: 'a', mountPath: '/a' },
          { type: 'scratch', name: 'a', mountPath: '/a' },
        ],
      },
      ['spec.volumes: two volumes are called a', 'spec.volumes: two things are mounted at /a'],
    ],
    [
      'job',
      {
        image: 'r/x:1',
        volumes: [{ type: 'scratch', name: 'a', mountPath: '/a' }],
        connections: ['lake', { name: 'lake', mountPath: '/a' }],
      },
      ['spec.volumes: two things are mounted at /a', 'spec.connections: the connection lake is there twice'],
    ],
  ])('%s with %j is judged: %j', (kind, written, issues) => {
    expect(issuesOf(kind, written)).toEqual(issues)
  })
})

describe('a template', () => {
  const template = WorkloadSpec.omit({ template: true }).parse({
    image: 'r/train:1',
    command: ['python', 'train.py'],
    env: { A: '1', B: '2' },
    resources: { cpu: 4, memory: '8Gi' },
    limits: { cpu: 8, memory: '16Gi' },
    timeout: '2h',
    priority: 'high',
    placement: { nodeSelector: { zone: 'a' } },
  })
  const apply = (written: Written) => applyTemplate(WorkloadSpec.parse(written), template)

  test('fills in what is not said, and nothing that is', () => {
    expect(apply({ env: { B: '3' }, resources: { gpu: 1 }, timeout: null, command: ['b'] })).toMatchObject({
      image: 'r/train:1',
      command: ['b'],
      env: { A: '1', B: '3' },
      resources: { cpu: 4000, memory: 8192, gpu: 1000 },
      limits: { cpu: 8000, memory: 16_384 },
      timeout: null,
      priority: 'high',
      placement: { nodeSelector: { zone: 'a' } },
    })
  })

  test('gives way to a size in all of its amounts', () => {
    const { resources, limits } = apply({ size: 'small' })
    expect([resources, limits]).toEqual([{}, undefined])
  })
})
