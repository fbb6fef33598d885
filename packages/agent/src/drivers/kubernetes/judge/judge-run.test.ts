import { describe, expect, test } from 'vitest'
import type { EventFacts } from '../observe/event-facts.ts'
import type { MainFacts } from '../observe/main-facts.ts'
import { readPod, type PodFacts, type RawPod } from '../observe/pod-facts.ts'
import type { EndOrder, RunRecord } from '../observe/run-record.ts'
import { judgeRun } from './judge-run.ts'
import type { RunJudgement, RunSurroundings } from './run-judgement.ts'

const START = Date.parse('2026-01-01T00:00:00Z')
const RUN = '0198a000-0000-7000-8000-000000000001'

function record(more: Partial<RunRecord> = {}, facts: Partial<RunRecord['facts']> = {}): RunRecord {
  return {
    run: `${RUN}:1`,
    runId: RUN,
    generation: 1,
    workloadId: 'w',
    name: 'train-12345678-1-run',
    namespace: 'vision',
    told: {},
    facts: {
      main: 'Job',
      kind: 'job',
      replicas: 1,
      minReplicas: 1,
      resources: {},
      nodes: [],
      objects: [],
      graceSeconds: 5,
      keepSeconds: 300,
      at: START,
      ...facts,
    },
    ...more,
  }
}

function main(more: Partial<MainFacts> = {}): MainFacts {
  return {
    run: `${RUN}:1`,
    kind: 'Job',
    name: 'train-12345678-1',
    namespace: 'vision',
    uid: 'm',
    isHeld: false,
    isGoing: false,
    digest: '',
    createdAt: START,
    startedAt: START,
    conditions: [],
    ...more,
  }
}

/** A pod as the API sends it. */
function pod(
  status: RawPod['status'],
  metadata: Partial<RawPod['metadata']> & { index?: number; node?: string } = {},
): PodFacts {
  const { index = 0, node = 'node-1', ...rest } = metadata
  const facts = readPod({
    metadata: {
      name: `train-12345678-1-${index}-abcde`,
      namespace: 'vision',
      uid: `p${index}`,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: {
        'fairlead.dev/run': RUN,
        'fairlead.dev/generation': '1',
        'batch.kubernetes.io/job-completion-index': String(index),
      },
      ...rest,
    },
    spec: node === '' ? {} : { nodeName: node },
    status: { startTime: '2026-01-01T00:00:01Z', ...status },
  })
  if (facts === undefined) throw new Error('not a pod of ours')
  return facts
}

function container(state: object, more: object = {}): RawPod['status'] {
  return { phase: 'Pending', containerStatuses: [{ name: 'main', state, ...more }] }
}

const running: RawPod['status'] = { ...container({ running: { startedAt: '2026-01-01T00:00:05Z' } }), phase: 'Running' }

function ended(exitCode: number, reason = 'Error', more: object = {}): RawPod['status'] {
  const terminated = {
    exitCode,
    reason,
    startedAt: '2026-01-01T00:00:05Z',
    finishedAt: '2026-01-01T00:01:00Z',
    ...more,
  }
  return { ...container({ terminated }), phase: exitCode === 0 ? 'Succeeded' : 'Failed' }
}

function judge(
  state: { record?: RunRecord; main?: MainFacts | undefined; pods?: PodFacts[]; hasRun?: boolean },
  around: Partial<RunSurroundings> & { after?: number } = {},
): RunJudgement {
  const { after = 60_000, ...rest } = around
  return judgeRun(
    { record: record(), main: main(), pods: [], hasRun: false, ...state },
    {
      now: START + after,
      failAfterMs: 120_000,
      startDeadlineMs: 900_000,
      kind: 'job',
      events: () => [],
      isNodeAlive: () => true,
      ...rest,
    },
  )
}

function event(reason: string, message: string): () => EventFacts[] {
  return () => [{ about: '', reason, message, firstAt: START }]
}

describe('a run of one pod', () => {
  const lives: [string, PodFacts[], object][] = [
    ['without a pod yet', [], { phase: 'STARTING', reason: 'STARTING' }],
    [
      'that no node takes',
      [
        pod(
          {
            phase: 'Pending',
            conditions: [
              {
                type: 'PodScheduled',
                status: 'False',
                reason: 'Unschedulable',
                message: '0/3 nodes are available: 3 Insufficient cpu.',
              },
            ],
          },
          { node: '' },
        ),
      ],
      { phase: 'STARTING', reason: 'WAITING_NODE', message: '0/3 nodes are available: 3 Insufficient cpu.' },
    ],
    [
      'whose claim is not bound',
      [
        pod(
          {
            phase: 'Pending',
            conditions: [
              { type: 'PodScheduled', status: 'False', message: 'pod has unbound immediate PersistentVolumeClaims' },
            ],
          },
          { node: '' },
        ),
      ],
      { phase: 'STARTING', reason: 'VOLUME_PENDING' },
    ],
    [
      'whose image is pulled',
      [pod(container({ waiting: { reason: 'ContainerCreating' } }))],
      { phase: 'STARTING', reason: 'IMAGE_PULLING' },
    ],
    ['that runs', [pod(running)], { phase: 'RUNNING', startedAt: START + 5_000 }],
    [
      'that is done',
      [pod(ended(0, 'Completed'))],
      { phase: 'SUCCEEDED', reason: 'COMPLETED', exitCode: 0, finishedAt: START + 60_000 },
    ],
    ['that failed', [pod(ended(3))], { phase: 'FAILED', reason: 'EXIT_NONZERO', exitCode: 3 }],
    ['that took too much memory', [pod(ended(137, 'OOMKilled'))], { phase: 'FAILED', reason: 'OOM', exitCode: 137 }],
    [
      'whose command is not there',
      [pod(ended(128, 'StartError', { message: 'exec: "trian": not found' }))],
      { phase: 'FAILED', reason: 'CONFIG_INVALID' },
    ],
    ['that ran too long', [pod({ ...ended(137), reason: 'DeadlineExceeded' })], { phase: 'FAILED', reason: 'TIMEOUT' }],
    [
      'that was evicted',
      [pod({ phase: 'Failed', reason: 'Evicted', message: 'low on memory' })],
      { phase: 'FAILED', reason: 'EVICTED' },
    ],
    [
      'that was drained away',
      [
        pod({
          ...ended(143),
          conditions: [
            { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'drained' },
          ],
        }),
      ],
      { phase: 'FAILED', reason: 'EVICTED' },
    ],
    ['that somebody deleted', [{ ...pod(running), isGone: true }], { phase: 'FAILED', reason: 'EVICTED' }],
    [
      'whose init container fails',
      [
        pod({
          phase: 'Pending',
          initContainerStatuses: [{ name: 'clone', state: { waiting: { reason: 'ImagePullBackOff', message: 'no' } } }],
        }),
      ],
      { phase: 'STARTING', reason: 'IMAGE_PULLING' },
    ],
  ]
  test.each(lives)('%s', (_what, pods, expected) => {
    expect(judge({ pods }).run).toMatchObject(expected)
  })

  test('says what its container said, without what looks like a secret', () => {
    const { run } = judge({ pods: [pod(ended(1, 'Error', { message: 'login failed, password=hunter2hunter2' }))] })
    expect(run.message).toMatch(/exit code 1: login failed, password=\[hidden\]/)
  })
})

describe('what may pass is given time, and then it is an end', () => {
  const cases: [string, PodFacts, Partial<RunSurroundings>, number, object][] = [
    [
      'an image that cannot be pulled',
      pod(container({ waiting: { reason: 'ErrImagePull', message: 'not found' } })),
      {},
      121_000,
      { reason: 'IMAGE_PULL' },
    ],
    [
      'a pull secret that is not there',
      pod(container({ waiting: { reason: 'ImagePullBackOff', message: '401' } })),
      { events: event('FailedToRetrieveImagePullSecret', 'Unable to retrieve some image pull secrets (login)') },
      121_000,
      { reason: 'IMAGE_PULL_SECRET_NOT_FOUND' },
    ],
    [
      'a secret that is not there',
      pod(container({ waiting: { reason: 'CreateContainerConfigError', message: 'secret "s" not found' } })),
      {},
      121_000,
      { reason: 'CONFIG_INVALID' },
    ],
    [
      'an image that runs as root',
      pod(
        container({
          waiting: {
            reason: 'CreateContainerConfigError',
            message: 'container has runAsNonRoot and image will run as root',
          },
        }),
      ),
      {},
      1_000,
      { reason: 'CONFIG_INVALID' },
    ],
    [
      'a wrong name of an image',
      pod(container({ waiting: { reason: 'InvalidImageName', message: 'invalid' } })),
      {},
      1_000,
      { reason: 'CONFIG_INVALID' },
    ],
    [
      'no node',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: 'none' }] }, { node: '' }),
      {},
      900_000,
      { reason: 'WAITING_NODE' },
    ],
  ]
  test.each(cases)('%s', (_what, seen, around, after, expected) => {
    const before = judge({ pods: [seen] }, { ...around, after: after - 1 })
    expect(before.end).toBeUndefined()
    expect(before.wakeAt).toBe(START + after)
    expect(judge({ pods: [seen] }, { ...around, after }).end).toMatchObject({ phase: 'FAILED', ...expected })
  })

  test('an image that is being pulled may take long', () => {
    const seen = pod(container({ waiting: { reason: 'ContainerCreating' } }))
    expect(judge({ pods: [seen] }, { after: 3_600_000 })).toMatchObject({ run: { reason: 'IMAGE_PULLING' } })
    expect(judge({ pods: [seen] }, { after: 3_600_000 }).end).toBeUndefined()
  })

  test.each([
    ['exceeded quota: q, requested: pods=1', 'NAMESPACE_QUOTA', 120_000],
    ['violates PodSecurity "restricted:latest": runAsUser=0', 'ADMISSION_DENIED', 0],
    ['admission webhook "x" denied the request: no', 'ADMISSION_DENIED', 0],
    ['ValidatingAdmissionPolicy "p" with binding "b" denied request: no', 'ADMISSION_DENIED', 0],
    ['serviceaccount "fairlead-run" not found', 'INTERNAL', 120_000],
  ])('pods that may not be made: %s', (message, reason, after) => {
    expect(judge({}, { events: event('FailedCreate', message), after }).end).toMatchObject({ reason })
  })
})

describe('a gang', () => {
  const gang = record({}, { replicas: 3 })

  test('runs when all replicas do', () => {
    const pods = [pod(running, { index: 0 }), pod(running, { index: 2 })]
    expect(judge({ record: gang, pods }).run).toMatchObject({ phase: 'STARTING', reason: 'GANG_INCOMPLETE' })
    expect(judge({ record: gang, pods: [...pods, pod(running, { index: 1 })] }).run.phase).toBe('RUNNING')
  })

  test('is ended whole when one replica fails, with the reason of the one that failed first', () => {
    const failing = [pod(running, { index: 0 }), pod(ended(7), { index: 1 }), pod(running, { index: 2 })]
    const judgement = judge({ record: gang, pods: failing, hasRun: true })
    expect(judgement).toMatchObject({ run: { phase: 'RUNNING' }, end: { reason: 'EXIT_NONZERO', exitCode: 7 } })
    const end: EndOrder = {
      phase: 'FAILED',
      reason: 'EXIT_NONZERO',
      message: '',
      exitCode: 7,
      graceMs: 0,
      at: 0,
      isOrdered: false,
    }
    const gone = failing.map((each) => (each.index === 1 ? each : { ...each, isGone: true }))
    const { outcome } = judge({ record: { ...gang, end }, main: main({ isHeld: true }), pods: gone })
    expect(outcome).toMatchObject({ phase: 'FAILED', exitCode: 7 })
    expect(outcome?.replicas?.map(({ phase }) => phase)).toEqual(['CANCELLED', 'FAILED', 'CANCELLED'])
  })

  test('of a Job that deleted its other pods has failed by the one that is left', () => {
    const going = { ...ended(143), phase: 'Failed' }
    const pods = [pod(going, { index: 0, deletionTimestamp: '2026-01-01T00:01:05Z' }), pod(ended(7), { index: 1 })]
    expect(judge({ record: gang, pods }).outcome).toMatchObject({ reason: 'EXIT_NONZERO', exitCode: 7 })
  })
})

describe('a lost node', () => {
  const going = pod(running, { deletionTimestamp: '2026-01-01T00:00:30Z' })

  test('loses its pods when they should have ended and nobody says so', () => {
    const isNodeAlive = (): boolean => false
    expect(judge({ pods: [going], hasRun: true }, { isNodeAlive, after: 35_000 }).outcome).toBeUndefined()
    expect(judge({ pods: [going], hasRun: true }, { isNodeAlive, after: 41_000 }).outcome).toMatchObject({
      reason: 'NODE_LOST',
    })
  })

  test('that is silent for a moment loses nothing', () => {
    expect(judge({ pods: [pod(running)] }, { isNodeAlive: () => false, after: 3_600_000 }).run.phase).toBe('RUNNING')
  })

  test('that is gone takes its pods with it', () => {
    const lost = { ...pod(running), isGone: true }
    expect(judge({ pods: [lost] }, { isNodeAlive: () => false }).outcome).toMatchObject({ reason: 'NODE_LOST' })
  })
})

describe('an order to end', () => {
  const end: EndOrder = {
    phase: 'CANCELLED',
    reason: 'PREEMPTED',
    message: 'made room',
    graceMs: 0,
    at: START,
    isOrdered: true,
  }
  const ending = record({ end })

  test('is CANCELLING until no pod is left, and then has the reason of the order', () => {
    expect(judge({ record: ending, pods: [pod(running)] }).run).toMatchObject({
      phase: 'CANCELLING',
      reason: 'STOPPING',
    })
    const gone = { ...pod(running), isGone: true }
    expect(judge({ record: ending, pods: [gone] }).outcome).toBeUndefined()
    expect(judge({ record: ending, main: main({ isHeld: true }), pods: [gone] }).outcome).toMatchObject({
      phase: 'CANCELLED',
      reason: 'PREEMPTED',
      message: 'made room',
    })
  })

  test('cancels a command that ends well when it is asked to', () => {
    const asked = pod(ended(0, 'Completed'), { deletionTimestamp: '2026-01-01T00:01:30Z' })
    const { outcome } = judge({ record: ending, main: main({ isHeld: true }), pods: [asked] })
    expect(outcome).toMatchObject({ phase: 'CANCELLED', reason: 'PREEMPTED', replicas: [{ phase: 'CANCELLED' }] })
  })

  test('changes nothing for a run that was done before it arrived', () => {
    expect(judge({ record: ending, pods: [pod(ended(0, 'Completed'))] }).outcome).toMatchObject({ phase: 'SUCCEEDED' })
  })
})

test('an outcome on record is the truth, whatever else is there', () => {
  const outcome = { phase: 'SUCCEEDED', reason: 'COMPLETED' } as const
  expect(judge({ record: record({ outcome }), main: undefined, pods: [pod(ended(3))] }).run.phase).toBe('SUCCEEDED')
})

test('a main object that is not to be seen is looked for before anything is concluded', () => {
  expect(judge({ main: undefined })).toMatchObject({ isMainMissing: true, run: { phase: 'STARTING' } })
})
