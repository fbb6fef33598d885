import { screen } from '../screen.ts'
import { expect, placeOf, reach, submit, type Tour } from './expect.ts'

const REPLICAS = 4

/** All replicas together, in one cluster, or none. */
export async function gang(tour: Tour): Promise<void> {
  screen.title(`2. A gang of ${REPLICAS} replicas with 4 GPUs each starts together or not at all`)
  const job = await submit(tour, {
    project: 'vision',
    name: `gang-${tour.suffix}`,
    kind: 'distributed',
    seconds: 600,
    spec: { command: ['torchrun', 'train.py'], replicas: REPLICAS, resources: { cpu: 8, memory: '64Gi', gpu: 4 } },
  })
  await reach(tour, job, 'RUNNING')
  const [run] = await job.runs()
  expect(run?.nodes.length === REPLICAS, `the gang has ${run?.nodes.length} of ${REPLICAS} replicas`)
  screen.good(`${job.name}: ${REPLICAS} replicas run on ${placeOf(job)}, inside what vision is owed`)
}
