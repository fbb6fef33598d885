import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readLinuxRecords, writeLinuxRecord } from './linux-record.ts'
import { Place } from './place.ts'

const root = mkdtempSync(join(tmpdir(), 'fairlead-record-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('the records of both phases are one file, which stays as it was when either is written again', () => {
  const place = new Place(root)
  const [backend, cluster] = [1, 2].map((counter) => ({
    version: `0.${counter}.0`,
    counter,
    linkAt: '',
    previous: { version: '0.0.1', counter: 9 },
  }))
  expect(writeLinuxRecord(place, 'backend', backend)).toBe('made')
  expect(writeLinuxRecord(place, 'cluster', cluster)).toBe('changed')
  expect(writeLinuxRecord(place, 'backend', backend)).toBe('as it was')
  expect(writeLinuxRecord(place, 'cluster', cluster)).toBe('as it was')
  expect(readLinuxRecords(place)).toEqual({ backend, cluster })
  writeLinuxRecord(place, 'backend', undefined)
  expect(readLinuxRecords(place)).toEqual({ cluster })
})
