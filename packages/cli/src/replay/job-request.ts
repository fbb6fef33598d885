import type { WorkloadRequest } from '@fairlead/sdk'
import { MODEL_LABEL, REPLAY_KEY, type Fleet } from './fleet.ts'
import type { PlannedJob } from './plan-replay.ts'
import { modelFor } from './size-fleet.ts'

export interface RequestOptions {
  replayId: string
  pool: string
  projects: ReadonlyMap<string, string>
  fleet: Fleet
  /** Only these clusters; absent: those that tolerate the replay. */
  clusters: string[] | undefined
}

/** A job of the plan as it is submitted. Its line in the file is its key: sent twice, it counts once. */
export function jobRequest(job: PlannedJob, options: RequestOptions): WorkloadRequest {
  const { replayId, pool, projects, fleet, clusters } = options
  const seconds = job.runSeconds.toFixed(3)
  const model = modelFor(job, fleet)
  return {
    project: projects.get(job.queue) ?? job.queue,
    name: `replay-${replayId}-${job.line}`,
    kind: job.replicas > 1 ? 'distributed' : 'job',
    labels: { [REPLAY_KEY]: replayId },
    idempotencyKey: `replay/${replayId}/${job.line}`,
    spec: {
      command: ['sleep', seconds],
      replicas: job.replicas,
      resources: {
        cpu: job.cpuMilli / 1000,
        memory: `${job.memoryMib}Mi`,
        ...(job.gpuMilli > 0 ? { gpu: job.gpuMilli / 1000 } : {}),
      },
      timeout: null,
      placement: {
        nodePool: pool,
        ...(clusters === undefined
          ? { tolerations: [{ key: REPLAY_KEY, operator: 'Equal', value: replayId, effect: 'NoSchedule' }] }
          : { clusters }),
        ...(model === undefined ? {} : { nodeSelector: { [MODEL_LABEL]: model } }),
      },
      annotations: {
        'fairlead.dev/simulated-duration': seconds,
        'fairlead.dev/simulated-exit-code': String(job.exitCode),
      },
    },
  }
}
