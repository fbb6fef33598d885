import { beforeAll, describe, expect, test } from 'vitest'
import { readRecordings } from '@fairlead/protocol/recordings'
import { useControlPlane } from '../../test/harness.ts'
import { replayRecording } from '../../test/replay-recording.ts'
import { addProjects, inPhase } from '../../test/scene.ts'
import { enrol, newKey } from '../../test/test-agent.ts'

const plane = useControlPlane()
let count = 0

beforeAll(() => addProjects(plane, { old: 8 }))

describe.each(readRecordings())('an agent of $name', (recording) => {
  test('works with this control plane as it did with its own, and hears nothing that it would not understand', async () => {
    const name = `old-${(count += 1)}`
    const { body } = await plane.api<{ cluster: { id: string }; join: { token: string } }>('POST', '/clusters', {
      name,
    })
    const key = await newKey()
    await enrol(plane.url(), body.join.token, key)
    const replayed = await replayRecording(plane, { id: body.cluster.id, name, key }, recording)
    expect(replayed.problems).toEqual([])
    const phases = { short: 'SUCCEEDED', failing: 'FAILED', long: 'CANCELLED', after: 'SUCCEEDED' }
    for (const [workload, phase] of Object.entries(phases)) {
      await inPhase(plane.api, replayed.workloads.get(workload) ?? workload, phase)
    }
    const failed = await inPhase(plane.api, replayed.workloads.get('failing') ?? '', 'FAILED')
    expect(failed.status.exitCode).toBe(3)
    expect(replayed.check).toMatchObject({ lines: expect.arrayContaining([expect.objectContaining({ ok: true })]) })
    expect(replayed.output).not.toBe('')
    const { body: shown } = await plane.api<
      { agentProtocol: string; nodes: { ready: number } } & Record<string, unknown>
    >('GET', `/clusters/${name}`)
    expect(shown.agentProtocol).toBe(recording.protocol)
    expect(shown.nodes.ready).toBeGreaterThan(0)
  })
})
