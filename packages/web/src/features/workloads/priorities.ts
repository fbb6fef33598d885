/** Named priorities, lowest first. */
export const PRIORITY_NAMES = {
  'very-low': 25,
  low: 40,
  'medium-low': 65,
  medium: 80,
  'medium-high': 90,
  high: 125,
  'very-high': 150,
} as const
export type PriorityName = keyof typeof PRIORITY_NAMES

/** The name of a priority, or its number when it has none. */
export function priorityName(priority: number): string {
  const found = Object.entries(PRIORITY_NAMES).find(([, value]) => value === priority)
  return found ? found[0] : String(priority)
}
