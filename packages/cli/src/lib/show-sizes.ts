import type { Size } from '@fairlead/sdk'
import { amount } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import type { App } from '../session/app.ts'

/** Sizes as one line each. */
export function showSizes(app: App, sizes: readonly Size[]): string {
  const of = (amounts: Size['requests'], resource: string) => amount(resource, amounts[resource] ?? 0)
  return table(
    sizes,
    [
      { title: 'NAME', value: ({ name }) => name, elastic: 3 },
      { title: 'CPU', value: ({ requests }) => of(requests, 'cpu'), align: 'right' },
      { title: 'CPU LIMIT', value: ({ limits }) => of(limits, 'cpu'), align: 'right' },
      { title: 'MEMORY', value: ({ requests }) => of(requests, 'memory'), align: 'right' },
      { title: 'MEMORY LIMIT', value: ({ limits }) => of(limits, 'memory'), align: 'right' },
      { title: 'MADE BY', value: ({ builtIn }) => (builtIn ? 'Fairlead' : 'your organization') },
    ],
    app,
  )
}
