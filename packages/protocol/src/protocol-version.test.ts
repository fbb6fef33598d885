import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AGENT_TO_CONTROL } from './agent-to-control.ts'
import { CONTROL_TO_AGENT } from './control-to-agent.ts'
import { EnrolRequest, EnrolResponse } from './enrol.ts'
import { Envelope } from './envelope.ts'
import { DesiredItem, RunBody } from './desired.ts'
import { PROTOCOL_VERSION } from './protocol-version.ts'
import { UpgradeOrder } from './upgrade.ts'

/** By version, the hash of every schema on the wire. */
const HASHES: Record<string, string> = {
  '1.0': 'fca4fea93fe123ab',
  '1.1': '1e075d2f359955c3',
}

test('a changed schema needs a new protocol version', () => {
  const schemas = {
    ...AGENT_TO_CONTROL,
    ...CONTROL_TO_AGENT,
    Envelope,
    EnrolRequest,
    EnrolResponse,
    DesiredItem,
    RunBody,
    UpgradeOrder,
  }
  const shapes = Object.entries(schemas)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => [name, z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })])
  const hash = createHash('sha256').update(JSON.stringify(shapes)).digest('hex').slice(0, 16)
  expect(
    hash,
    'the wire changed: add a line to the history in protocol-version.ts, raise PROTOCOL_VERSION, record the hash here, and run pnpm protocol:record',
  ).toBe(HASHES[PROTOCOL_VERSION])
})
