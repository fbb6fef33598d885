import { randomUUID } from 'node:crypto'
import type { DesiredItem, RunBody, RunSpec } from '@fairlead/protocol'

/** A run of one replica without a command that asks for little. */
export function runSpec(overrides: Partial<RunSpec> = {}): RunSpec {
  return {
    workload: { id: randomUUID(), name: 'train', kind: 'job', labels: {} },
    project: { id: randomUUID(), name: 'vision', namespace: 'vision' },
    attempt: 1,
    command: [],
    args: [],
    env: [],
    resources: { cpu: 100, memory: 16 },
    replicas: 1,
    nodes: [],
    stopGraceSeconds: 5,
    annotations: {},
    ...overrides,
  }
}

/** The wish for one run, as the control plane writes it. */
export function runItem(
  spec: RunSpec,
  rest: { key?: string; generation?: number; stop?: RunBody['stop'] } = {},
): Omit<DesiredItem, 'rev'> {
  const body: RunBody = {
    state: rest.stop === undefined ? 'running' : 'stopped',
    ...(rest.stop === undefined ? {} : { stop: rest.stop }),
    spec,
  }
  return { kind: 'run', key: rest.key ?? randomUUID(), generation: rest.generation ?? 1, body }
}

/** A command in a shell, with a short grace. */
export function shellSpec(script: string, overrides: Partial<RunSpec> = {}): RunSpec {
  return runSpec({ command: ['/bin/sh', '-c', script], stopGraceSeconds: 1, ...overrides })
}

/** A simulated run of a given length and end. */
export function simulatedSpec(seconds: number, exitCode = 0, overrides: Partial<RunSpec> = {}): RunSpec {
  return runSpec({
    annotations: {
      'fairlead.dev/simulated-duration': String(seconds),
      'fairlead.dev/simulated-exit-code': String(exitCode),
    },
    ...overrides,
  })
}
