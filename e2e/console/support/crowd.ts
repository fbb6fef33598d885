import { holdGpus } from './hold-gpus.ts'
import type { House } from './house.ts'

export const CROWD = { vision: 6996, speech: 3000, giants: 4 }
const BATCH = 500

/** Fills both projects with 10,000 waiting workloads: all GPUs are held, and four of them ask for more than any node has. */
export async function fillWithWaiting(house: House): Promise<void> {
  for (const name of ['holder-1', 'holder-2']) await (await holdGpus(house, name, 8)).wait({ until: 'running' })
  const giants = Array.from({ length: CROWD.giants }, (_, index) => work('vision', `giant-${index + 1}`, 64))
  const vision = Array.from({ length: CROWD.vision }, (_, index) => work('vision', `train-${number(index)}`, 4))
  const speech = Array.from({ length: CROWD.speech }, (_, index) => work('speech', `listen-${number(index)}`, 8))
  const all = [...giants, ...vision, ...speech]
  for (let from = 0; from < all.length; from += BATCH) {
    await house.client.jobs.submitBatch(all.slice(from, from + BATCH))
  }
}

function number(index: number): string {
  return String(index + 1).padStart(4, '0')
}

function work(project: string, name: string, gpu: number) {
  return { project, name, spec: { command: ['python', 'train.py'], resources: { cpu: 1, memory: '1Gi', gpu } } }
}
