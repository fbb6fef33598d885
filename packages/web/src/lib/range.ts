import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { setPrefs, usePrefs } from './prefs.ts'
import { RANGE_NAMES, readRange, type RangeName, type RangeText } from './time-range.ts'

interface RangeWanted {
  /** Those that the page can show. */
  names: readonly RangeName[]
  /** Days by their dates, too. */
  hasDays?: boolean
  /** Where nobody has chosen anything. */
  fallback: RangeName
}

/**
 * The time that a page looks at: that of the address, else the last one chosen on any page of this browser, which then stands in the address, else
 * the page's own. What a page cannot show it does not take.
 */
export function useRange({ names, hasDays = false, fallback }: RangeWanted) {
  const search: { range?: unknown } = useSearch({ strict: false })
  const { range: last } = usePrefs()
  const navigate = useNavigate()
  const told = shown(search.range, names, hasDays)
  const kept = shown(last, names, hasDays)
  const isMissing = told === undefined && kept !== undefined
  useEffect(() => {
    if (isMissing) void navigate({ to: '.', search: (before) => ({ ...before, range: kept }), replace: true })
  }, [isMissing, kept, navigate])
  const setRange = (range: RangeText) => {
    setPrefs({ range })
    void navigate({ to: '.', search: (before) => ({ ...before, range }), replace: true })
  }
  return { range: told ?? kept ?? fallback, setRange }
}

/** A range that is one of the names, or days where there may be some. */
export function shown(value: unknown, names: readonly RangeName[], hasDays: boolean): RangeText | undefined {
  const range = readRange(value)
  if (range === undefined) return undefined
  const name = RANGE_NAMES.find((known) => known === range)
  return (name === undefined ? hasDays : names.includes(name)) ? range : undefined
}
