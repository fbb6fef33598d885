import type { Template } from '@fairlead/sdk'
import { table } from '../output/table.ts'
import type { App } from '../session/app.ts'

/** Templates as one line each. */
export function showTemplates(app: App, templates: readonly Template[]): string {
  return table(
    templates,
    [
      { title: 'NAME', value: ({ name }) => name, elastic: 3 },
      { title: 'KIND', value: ({ kind }) => kind },
      { title: 'MADE BY', value: ({ builtIn }) => (builtIn ? 'Fairlead' : 'your organization') },
      { title: 'ABOUT', value: ({ about }) => about, elastic: 2 },
      { title: 'SPEC', value: ({ spec }) => JSON.stringify(spec), elastic: 1 },
    ],
    app,
  )
}
