import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { onCalendar } from './on-calendar.ts'

const CASES: readonly [cron: string, calendar: string[]][] = [
  ['30 1 * * *', ['*-*-* 01:30:00']],
  ['0 */6 * * *', ['*-*-* 00,06,12,18:00:00']],
  ['5/20 0 1 jan,jul *', ['*-01,07-01 00:05,25,45:00']],
  ['15 3 * * 1-5', ['Mon,Tue,Wed,Thu,Fri *-*-* 03:15:00']],
  ['15 3 * * sun', ['Sun *-*-* 03:15:00']],
  ['0 2 13 * 5', ['*-*-13 02:00:00', 'Fri *-*-* 02:00:00']],
]
const hasSystemd = spawnSync('systemd-analyze', ['calendar', '*-*-* 00:00:00']).status === 0

describe('a schedule of cron', () => {
  test.each(CASES)('%s is what systemd calls %s', (cron, calendar) => {
    expect(onCalendar(cron)).toEqual(calendar)
  })

  test.skipIf(!hasSystemd)('is taken by systemd itself', () => {
    const lines = CASES.flatMap(([, calendar]) => calendar)
    const { status, stderr } = spawnSync('systemd-analyze', ['calendar', ...lines], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('that means nothing is refused by the name of its field', () => {
    expect(() => onCalendar('61 1 * * *')).toThrow('61 is no minute from 0 to 59')
    expect(() => onCalendar('0 1-x * * *')).toThrow('hour')
    expect(() => onCalendar('0 1 * * 5-2')).toThrow('day of the week')
    expect(() => onCalendar('0 1 */0 * *')).toThrow('day of the month')
    expect(() => onCalendar('0 1 * *')).toThrow('five fields')
  })

  test('both numbers of Sunday are Sunday', () => {
    expect(onCalendar('0 1 * * 0')).toEqual(onCalendar('0 1 * * 7'))
  })
})
