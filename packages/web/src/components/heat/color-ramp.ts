/** From nothing to everything in steps that look equally far apart, also to most colour-blind eyes. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [65, 68, 135],
  [42, 120, 142],
  [34, 168, 132],
  [122, 209, 81],
  [253, 231, 37],
]

/** The colour of a share between 0 and 1. */
export function rampColor(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (STOPS.length - 1)
  const from = STOPS[Math.floor(place)] ?? [0, 0, 0]
  const to = STOPS[Math.ceil(place)] ?? from
  const part = place - Math.floor(place)
  const [r, g, b] = from.map((channel, index) => Math.round(channel + ((to[index] ?? channel) - channel) * part))
  return `rgb(${r} ${g} ${b})`
}
