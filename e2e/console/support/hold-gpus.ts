import type { Job } from '@fairlead/sdk'
import type { House } from './house.ts'

/** Simulated work that holds GPUs until it is cancelled, or waits for them. */
export async function holdGpus(house: House, name: string, gpu: number, project = 'vision'): Promise<Job> {
  return await house.client.jobs.submit({
    project,
    name,
    spec: {
      command: ['python', 'train.py'],
      resources: { cpu: 1, memory: '1Gi', gpu },
      annotations: { 'fairlead.dev/simulated-duration': '600' },
    },
  })
}
