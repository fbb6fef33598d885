import type { Connection } from '@fairlead/sdk'
import { table } from '../output/table.ts'
import type { App } from '../session/app.ts'

/** Connections as one line each. */
export function showConnections(app: App, connections: readonly Connection[]): string {
  return table(
    connections,
    [
      { title: 'NAME', value: ({ name }) => name, elastic: 3 },
      { title: 'PROJECT', value: ({ project }) => project.name, elastic: 2 },
      { title: 'TYPE', value: ({ type }) => type },
      { title: 'SECRET', value: ({ secret }) => secret ?? '', elastic: 2 },
      { title: 'MOUNT', value: ({ mountPath, readOnly }) => `${mountPath ?? ''}${readOnly ? ' (ro)' : ''}`.trim() },
      {
        title: 'SETTINGS',
        value: ({ settings }) =>
          Object.entries(settings)
            .map(([key, value]) => `${key}=${value}`)
            .join(' '),
        elastic: 1,
      },
    ],
    app,
  )
}
