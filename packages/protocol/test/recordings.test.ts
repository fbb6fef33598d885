import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AGENT_TO_CONTROL } from '../src/agent-to-control.ts'
import { CONTROL_TO_AGENT } from '../src/control-to-agent.ts'
import { decode } from '../src/decode.ts'
import { RunBody } from '../src/desired.ts'
import { EnrolRequest, EnrolResponse } from '../src/enrol.ts'
import { PROTOCOL_VERSION, PROTOCOL_VERSIONS } from '../src/protocol-version.ts'
import { understoodVersions } from '../src/judge-version.ts'
import { readRecordings, type Recording } from './read-recordings.ts'

const recordings = readRecordings()

test('every version that is understood has been recorded', () => {
  const { oldest } = understoodVersions()
  const from = PROTOCOL_VERSIONS.indexOf(oldest as (typeof PROTOCOL_VERSIONS)[number])
  const recorded = new Set(recordings.map(({ protocol }) => protocol))
  expect(PROTOCOL_VERSIONS.slice(from).filter((version) => !recorded.has(version))).toEqual([])
  expect(recorded).toContain(PROTOCOL_VERSION)
})

describe.each(recordings)('of the session of $name', (recording: Recording) => {
  test('every frame is understood today, in both directions', () => {
    for (const { from, frame } of recording.frames) {
      const decoded = decode<Record<string, z.ZodType>>(
        from === 'agent' ? AGENT_TO_CONTROL : CONTROL_TO_AGENT,
        JSON.stringify(frame),
      )
      expect(decoded.kind === 'invalid' ? decoded.problem : decoded.kind, frame.t).toBe('frame')
    }
  })

  test('what was wanted is read today as what it was', () => {
    const items = recording.frames.flatMap(
      ({ frame }) => (frame.b['upserts'] ?? []) as { kind: string; body: object }[],
    )
    expect(items.length).toBeGreaterThan(3)
    for (const { body } of items) expect(RunBody.parse(body)).toMatchObject(body)
  })

  test('its enrolment is one today', () => {
    const { request, response } = recording.enrolment
    expect(EnrolRequest.parse({ ...request, token: 't'.repeat(20), proof: 'p' })).toMatchObject({ jwk: request['jwk'] })
    expect(EnrolResponse.parse(response)).toMatchObject(response)
  })
})

describe.each([
  ['the agent', AGENT_TO_CONTROL],
  ['the control plane', CONTROL_TO_AGENT],
])('of what %s says', (_, messages: Record<string, z.ZodType>) => {
  test.each(Object.entries(messages))('%s may hold fields that nobody knows yet, at any depth', (_type, schema) => {
    expect(strictPlaces(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))).toEqual([])
  })
})

/** Paths of objects that refuse a field which they do not know. */
function strictPlaces(schema: unknown, path = ''): string[] {
  if (schema === null || typeof schema !== 'object') return []
  const own = 'additionalProperties' in schema && schema.additionalProperties === false ? [path || '(root)'] : []
  return [...own, ...Object.entries(schema).flatMap(([key, value]) => strictPlaces(value, `${path}/${key}`))]
}
