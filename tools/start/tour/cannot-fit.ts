import { until } from '../../processes/child.ts'
import { screen } from '../screen.ts'
import { expect, submit, TourFailed, type Tour } from './expect.ts'

/** Work that can never run says so at once, with numbers and what to do. */
export async function cannotFit(tour: Tour): Promise<void> {
  screen.title('5. The project chat asks for 16 GPUs on one node, and no node has more than 8')
  const job = await submit(tour, {
    project: 'chat',
    name: `giant-${tour.suffix}`,
    spec: { command: ['python', 'giant.py'], resources: { gpu: 16 } },
  })
  const why = await until('an explanation', async () => {
    const answer = await job.why()
    return answer.round ? answer : undefined
  }).catch(() => {
    throw new TourFailed(`nobody said why ${job.name} waits`)
  })
  expect(why.permanent, `${job.name} waits for good, and the explanation does not say so: ${why.headline}`)
  screen.wait(why.headline)
  if (why.hint !== null) screen.line(`→ ${why.hint}`)
  screen.line(`all of it: npx pnpm fairlead why ${job.name}`)
}
