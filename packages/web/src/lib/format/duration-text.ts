/** What the API and the CLI take as a duration, and a field may hold. */
export const DURATION_TEXT = /^\d{1,9}[smhd]$/

/** Seconds in the largest unit that leaves no rest, as people type them: `90s`, `30m`, `2h`. */
export function writtenDuration(seconds: number): string {
  if (seconds !== 0 && seconds % 86_400 === 0) return `${seconds / 86_400}d`
  if (seconds !== 0 && seconds % 3600 === 0) return `${seconds / 3600}h`
  if (seconds !== 0 && seconds % 60 === 0) return `${seconds / 60}m`
  return `${seconds}s`
}
