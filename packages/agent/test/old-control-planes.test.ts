import { PROTOCOL_VERSION } from '@fairlead/protocol'
import { readRecordings } from '@fairlead/protocol/recordings'
import { describe, expect, test } from 'vitest'
import { applied, startAgent, startPlane } from './in-process-agent.ts'
import { runItem, simulatedSpec } from './run-body.ts'
import { until } from './until.ts'

describe.each(readRecordings())('to a control plane of $name', (recording) => {
  test('today’s agent says nothing that was not known then', async () => {
    const plane = await startPlane()
    plane.protocol = recording.protocol
    const agent = await startAgent({ plane })
    const item = runItem(simulatedSpec(600))
    plane.want([item])
    await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
    plane.want([], [{ kind: 'run', key: item.key }])
    await applied(plane)
    const said = plane.sessions.flatMap(({ frames }) => frames)
    const problems = said.flatMap((frame) => recording.problemWith('agent', frame.t, frame.b) ?? [])
    expect(problems).toEqual([])
    expect(plane.session?.of('hello')[0]?.protocol).toBe(recording.protocol)
    await agent.stop()
  })
})

test('to a control plane of a version that does not exist yet, the agent says what it speaks', async () => {
  const plane = await startPlane()
  plane.protocol = '9.0'
  const agent = await startAgent({ plane })
  await until(() => plane.session?.of('hello')[0], 'hello')
  expect(plane.session?.of('hello')[0]).toMatchObject({ protocol: PROTOCOL_VERSION, selfUpgrade: { able: false } })
  await agent.stop()
})
