import type { Inputs } from '../../lib/trpc.ts'

type Placement = NonNullable<Inputs['workloads']['submit']['spec']['placement']>
export type Neighbours = NonNullable<Placement['near']>[number]

/** Work to stand near or apart from, one a line: `LEVEL:key=value,key=value`, as the CLI takes it. */
export function readNeighbours(text: string): { found: Neighbours[]; error: string | undefined } {
  const found: Neighbours[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const [, level = '', pairs = ''] = /^([^:\s]+)\s*:\s*(.+)$/.exec(line.trim()) ?? []
    const labels = pairs.split(',').map((pair) => pair.split('=').map((part) => part.trim()))
    const isPair = ([key, value, ...more]: string[]) => Boolean(key) && value !== undefined && more.length === 0
    if (level === '' || !labels.every(isPair))
      return { found, error: `line ${index + 1}: write LEVEL:key=value, such as node:app=web` }
    found.push({ level, labels: Object.fromEntries(labels) as Record<string, string> })
  }
  return { found, error: undefined }
}

/** One line of {@link readNeighbours}. */
export function neighboursText({ level, labels }: Neighbours): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  return `${level}:${pairs.join(',')}`
}
