import { describe, expect, test } from 'vitest'
import { MaintenanceWindow } from './schemas.ts'
import { windowAt } from './window-at.ts'

const nights = MaintenanceWindow.parse({ days: ['sat', 'fri'], from: '22:00', hours: 4, timeZone: 'Europe/Berlin' })
const at = (time: string) => windowAt(nights, Date.parse(time))

test('a window is open from its time on for its hours, past midnight too', () => {
  // Friday, winter time: 22:00 in Berlin is 21:00 UTC.
  expect(at('2026-01-09T20:59:59Z')).toEqual({
    isOpen: false,
    opensAt: new Date('2026-01-09T21:00:00Z'),
    closesAt: null,
  })
  expect(at('2026-01-09T21:00:00Z')).toEqual({
    isOpen: true,
    opensAt: null,
    closesAt: new Date('2026-01-10T01:00:00Z'),
  })
  expect(at('2026-01-10T00:59:59Z').isOpen).toBe(true)
  expect(at('2026-01-10T01:00:00Z')).toMatchObject({ isOpen: false, opensAt: new Date('2026-01-10T21:00:00Z') })
})

test('no window is always open', () => {
  expect(windowAt(null, 0)).toEqual({ isOpen: true, opensAt: null, closesAt: null })
})

describe('when the clock changes', () => {
  test('the window keeps to the wall clock and to its length', () => {
    // The clock goes forward in the night to 29 March 2026: 22:00 is 21:00 UTC before, and 20:00 UTC after it.
    expect(at('2026-03-28T20:59:00Z').isOpen).toBe(false)
    expect(at('2026-03-28T21:00:00Z').closesAt).toEqual(new Date('2026-03-29T01:00:00Z'))
    expect(at('2026-04-03T19:59:00Z').isOpen).toBe(false)
    expect(at('2026-04-03T20:00:00Z').isOpen).toBe(true)
  })

  test('an opening in the hour that is left out is not lost', () => {
    const early = MaintenanceWindow.parse({ days: ['sun'], from: '02:30', hours: 1, timeZone: 'Europe/Berlin' })
    const { opensAt } = windowAt(early, Date.parse('2026-03-28T12:00:00Z'))
    // 02:30 does not exist on that day; an hour later by the wall it is 01:30 UTC.
    expect(opensAt).toEqual(new Date('2026-03-29T01:30:00Z'))
  })

  test('an hour that comes twice opens once', () => {
    const early = MaintenanceWindow.parse({ days: ['sun'], from: '02:30', hours: 0.5, timeZone: 'Europe/Berlin' })
    // 25 October 2026, 02:30 is at 00:30 UTC and again at 01:30 UTC.
    const open = ['2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'].map(
      (time) => windowAt(early, Date.parse(time)).isOpen,
    )
    expect(open.filter(Boolean)).toHaveLength(1)
  })
})

test('a window of a whole week is never closed', () => {
  const always = MaintenanceWindow.parse({ days: ['wed'], from: '03:00', hours: 168, timeZone: 'Asia/Kolkata' })
  for (let hour = 0; hour < 400; hour += 1) {
    const moment = windowAt(always, Date.parse('2026-06-01T00:00:00Z') + hour * 3600_000)
    expect(moment.isOpen).toBe(true)
  }
})

test.each([
  [{ days: [] }, 'name at least one day'],
  [{ days: ['someday'] }, 'days are mon'],
  [{ from: '24:00' }, 'from 00:00 to 23:59'],
  [{ from: '9:00' }, 'from 00:00 to 23:59'],
  [{ hours: 0 }, 'at least a quarter'],
  [{ hours: 200 }, 'at most a week'],
  [{ timeZone: 'Mars/Olympus' }, 'IANA time zone'],
  [{ timeZone: '+02:00' }, 'IANA time zone'],
])('%o is refused with what to do', (wrong, sentence) => {
  const parsed = MaintenanceWindow.safeParse({ ...nights, ...wrong })
  expect(parsed.error?.issues[0]?.message).toContain(sentence)
})
