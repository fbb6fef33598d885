import type { Phase, Workload } from '../src/index.ts'

/** A workload as the API answers it. */
export function sampleWorkload(phase: Phase = 'RUNNING', more: Partial<Workload> = {}): Workload {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    name: 'train-a',
    kind: 'job',
    project: { id: '01900000-0000-7000-8000-0000000000aa', name: 'vision' },
    nodePool: { id: '01900000-0000-7000-8000-0000000000bb', name: 'default' },
    status: {
      phase,
      reason: null,
      message: null,
      hint: null,
      since: '2026-01-01T00:00:00.000Z',
      connected: null,
      observedAt: null,
      generation: 1,
      exitCode: null,
      retryable: null,
    },
    cluster: null,
    nodes: [],
    runId: null,
    progress: null,
    address: null,
    labels: {},
    priority: 40,
    preemptible: true,
    replicas: 1,
    replicasRunning: null,
    requests: { cpu: 500, memory: 1024 },
    startEstimate: null,
    submittedAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    failures: 0,
    preemptions: 0,
    createdBy: { id: 'u', name: 'ada@example.org' },
    ...more,
  }
}
