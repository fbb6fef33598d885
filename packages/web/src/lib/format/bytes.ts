const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A size of a file in thousands, with three digits that matter: 193 kB. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** step
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2)} ${UNITS[step]}`
}
