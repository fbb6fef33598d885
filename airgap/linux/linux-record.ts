import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Applied } from '../install/apply-objects.ts'
import type { Phase } from '../install/kube-object.ts'
import { RECORD, type Place } from './place.ts'
import { writeIfOther } from './write-if-other.ts'

const release = z.object({ version: z.string(), counter: z.int().positive() })
const phaseRecord = release.extend({
  /** What ran before it, and can run again. */
  previous: release.optional(),
  /** When a link for the first admin was made; empty before. */
  linkAt: z.string().default(''),
})
/** What the installer remembers on a host about a phase. */
export type LinuxRecord = z.infer<typeof phaseRecord>

const records = z.object({ backend: phaseRecord.optional(), cluster: phaseRecord.optional() })

export function readLinuxRecords(place: Place): Partial<Record<Phase, LinuxRecord>> {
  const path = place.on(RECORD)
  if (!existsSync(path)) return {}
  const { backend, cluster } = records.parse(JSON.parse(readFileSync(path, 'utf8')))
  return { ...(backend ? { backend } : {}), ...(cluster ? { cluster } : {}) }
}

/** `undefined` forgets the phase. */
export function writeLinuxRecord(place: Place, phase: Phase, record: LinuxRecord | undefined): Applied {
  // In one order, whichever phase is written last, and so are the fields of each: the same records are the same file.
  const all = records.parse({ ...readLinuxRecords(place), [phase]: record })
  return writeIfOther(place.on(RECORD), `${JSON.stringify(all, undefined, 2)}\n`, 0o600)
}
