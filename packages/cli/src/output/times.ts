const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'm', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const

/** `45s`, `3m`, `2h`, `5d`: one unit, rounded down. */
export function age(ms: number): string {
  for (const { unit, ms: size } of STEPS) if (ms >= size) return `${Math.floor(ms / size)}${unit}`
  return '0s'
}

/** How long ago an ISO time was. */
export function since(iso: string | null, now: number): string {
  return iso === null ? '' : age(Math.max(0, now - Date.parse(iso)))
}

/** `0.3s`, `12s`, `2m05s`, `3h20m`, `4d6h`: exact enough to compare two. */
export function span(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)}s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds}s`
  const two = (value: number) => String(value).padStart(2, '0')
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h${two(Math.floor(seconds / 60) % 60)}m`
  return `${Math.floor(seconds / 86_400)}d${Math.floor(seconds / 3_600) % 24}h`
}

/** An ISO time in the reader's own zone, to the second. */
export function local(iso: string | null): string {
  if (iso === null) return ''
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
