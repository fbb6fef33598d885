import { expect, test } from 'vitest'
import { startAgent, startPlane } from './in-process-agent.ts'
import { runItem, simulatedSpec } from './run-body.ts'
import { until } from './until.ts'

test('a simulated run goes from enrolment to SUCCEEDED', async () => {
  const plane = await startPlane()
  const item = runItem(simulatedSpec(0.05))
  plane.want([item])
  await startAgent({ plane })
  await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'the run succeeded')
  expect(plane.run(item.key)).toMatchObject({ generation: 1, reason: 'COMPLETED', exitCode: 0 })
  expect(plane.problems).toEqual([])
})
