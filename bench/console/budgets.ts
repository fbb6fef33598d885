/** One measured thing beside what it should be. */
export interface Figure {
  what: string
  /** Of what was measured as often as it makes sense: the median for loads, the worst for interactions. */
  value: number
  unit: 'KiB' | 'ms' | 'fps' | 'requests' | 'rows' | 'lines' | 'streams' | 'MiB' | '%' | 'a second'
  limit: number
  /** True for what does not depend on how busy the machine is. */
  isHard: boolean
  /** The limit is the least, not the most. */
  isFloor?: boolean
}

interface Budget {
  unit: Figure['unit']
  limit: Record<1 | 4, number>
  isHard: boolean
  isFloor?: boolean
}

const soft = (unit: Figure['unit'], one: number, four: number, isFloor = false): Budget => ({
  unit,
  limit: { 1: one, 4: four },
  isHard: false,
  ...(isFloor ? { isFloor } : {}),
})
const hard = (unit: Figure['unit'], limit: number): Budget => ({ unit, limit: { 1: limit, 4: limit }, isHard: true })

/** At the speed of this machine, and at a quarter of it; loads over 10 Mbit/s and 40 ms. */
export const BUDGET = {
  'first contentful paint': soft('ms', 1000, 1500),
  'largest contentful paint': soft('ms', 1000, 2000),
  'total blocking time': soft('ms', 300, 800),
  'requests until the largest paint': hard('requests', 12),
  'requests to other hosts': hard('requests', 0),
  'first rows': hard('KiB', 244),
  'live streams of a browser': hard('streams', 1),
  'from the event to the screen, p95': soft('ms', 1000, 1000),
  '1,000 changed rows a second, main thread': soft('%', 25, 60),
  '1,000 changed rows a second, redrawn': soft('a second', 4.5, 4.5),
  'heap after changed rows': soft('MiB', 150, 150),
  'heap grown by changed rows': soft('%', 10, 10),
  'heap after long': soft('MiB', 150, 150),
  'heap grown in the second half': soft('%', 10, 10),
  'log followed at 1,000 lines a second, main thread': soft('%', 15, 40),
  'log followed, lines that came': soft('lines', 99_000, 99_000, true),
  'log followed, heap': soft('MiB', 120, 120),
  'drawn again': soft('ms', 16, 16),
  'rows in the document': hard('rows', 60),
  'sort by a column': soft('ms', 100, 200),
  'type into the filter': soft('ms', 100, 200),
  'scroll through the rows': soft('fps', 40, 15, true),
  'heap after all of it': soft('MiB', 150, 150),
} as const satisfies Record<string, Budget>
export type BudgetName = keyof typeof BUDGET

export function figure(name: BudgetName, of: string, slowdown: 1 | 4, value: number): Figure {
  const { limit, ...rest } = BUDGET[name] as Budget
  const speed = slowdown === 1 ? '' : ', CPU ÷4'
  return { what: `${of}: ${name}${speed}`, value: Math.round(value * 10) / 10, limit: limit[slowdown], ...rest }
}
