const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const

/** The five fields of cron, in their order: from and to, and names of the values, the first of which is `from`. */
const FIELDS = [
  { name: 'minute', from: 0, to: 59, names: [] },
  { name: 'hour', from: 0, to: 23, names: [] },
  { name: 'day of the month', from: 1, to: 31, names: [] },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  // Both ends of a week are Sunday.
  { name: 'day of the week', from: 0, to: 7, names: DAYS.map((day) => day.toLowerCase()) },
] as const

/**
 * The times of a schedule of cron as `OnCalendar=` of systemd takes them, one for each line: two where cron means either of a day of the month and a day of the week. Throws an Error
 * that names the field which is wrong.
 */
export function onCalendar(schedule: string): string[] {
  const words = schedule.trim().split(/\s+/)
  if (words.length !== FIELDS.length) throw new Error('a schedule has five fields')
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) => valuesOf(words[index]!, field))
  const time = `${listed(hours)}:${listed(minutes)}:00`
  const onDays = `*-${listed(months)}-${listed(days)} ${time}`
  const week = [...new Set(weekdays?.map((day) => DAYS[day % 7]!))].join(',')
  if (weekdays === undefined) return [onDays]
  const onWeekdays = `${week} *-${listed(months)}-* ${time}`
  return days === undefined ? [onWeekdays] : [onDays, onWeekdays]
}

function listed(values: readonly number[] | undefined): string {
  return values?.map((value) => String(value).padStart(2, '0')).join(',') ?? '*'
}

/** What a field stands for, in rising order; undefined for all of it. */
function valuesOf(word: string, field: (typeof FIELDS)[number]): number[] | undefined {
  if (word === '*') return undefined
  const values = word.split(',').flatMap((part) => {
    const { low, high, every, step } =
      /^(?:(?<every>\*)|(?<low>\w+)(?:-(?<high>\w+))?)(?:\/(?<step>\d+))?$/.exec(part)?.groups ?? {}
    const from = every === undefined ? numberOf(low, field) : field.from
    const end =
      every !== undefined || (high === undefined && step !== undefined) ? field.to : numberOf(high ?? low, field)
    const by = step === undefined ? 1 : Number(step)
    if (from === undefined || end === undefined || end < from || by < 1)
      throw new Error(`${word} is no ${field.name} from ${field.from} to ${field.to}`)
    return Array.from({ length: Math.floor((end - from) / by) + 1 }, (_, index) => from + index * by)
  })
  return [...new Set(values)].toSorted((a, b) => a - b)
}

function numberOf(text: string | undefined, { from, to, names }: (typeof FIELDS)[number]): number | undefined {
  const named = names.findIndex((name) => name === text?.toLowerCase())
  const value = named < 0 ? Number(text) : from + named
  return Number.isInteger(value) && value >= from && value <= to ? value : undefined
}
