import type { Client, WorkloadRequest } from '@fairlead/sdk'

/** Work that has ended, well and badly, so that lists and graphs have something to tell. */
const ENDED = [
  { project: 'vision', name: 'detector-eval', gpu: 2, seconds: 4, exitCode: 0 },
  { project: 'vision', name: 'detector-train', gpu: 8, seconds: 6, exitCode: 0 },
  { project: 'speech', name: 'align-corpus', gpu: 1, seconds: 5, exitCode: 0 },
  { project: 'speech', name: 'whisper-tune', gpu: 4, seconds: 3, exitCode: 137 },
  { project: 'chat', name: 'tokenizer-check', gpu: 1, seconds: 4, exitCode: 0 },
  { project: 'ranking', name: 'click-model', gpu: 4, seconds: 5, exitCode: 0 },
  { project: 'ranking', name: 'feature-join', gpu: 1, seconds: 3, exitCode: 1 },
] as const

/** Submits it and waits until all of it has ended. */
export async function submitHistory(client: Client): Promise<void> {
  const requests = ENDED.map(({ project, name, gpu, seconds, exitCode }): WorkloadRequest => ({
    project,
    name,
    spec: {
      command: ['python', `${name}.py`],
      resources: { cpu: 4, memory: '32Gi', gpu },
      annotations: {
        'fairlead.dev/simulated-duration': String(seconds),
        'fairlead.dev/simulated-exit-code': String(exitCode),
      },
    },
  }))
  const jobs = await Promise.all(requests.map((request) => client.jobs.submit(request)))
  await Promise.all(jobs.map((job) => job.wait({ until: 'finished', timeoutMs: 60_000 })))
}
