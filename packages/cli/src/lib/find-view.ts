import type { View } from '@fairlead/sdk'
import type { App } from '../session/app.ts'
import { UsageError } from './usage-error.ts'

/** A view by its name or id, of the list of jobs or of any `page`. Refused where there is none, or several of that name. */
export async function findView(app: App, name: string, page: View['page'] | 'any' = 'workloads'): Promise<View> {
  const views = await app.client.views.list(page === 'any' ? {} : { page })
  const found = views.filter((view) => view.id === name || view.name === name)
  const [only, ...others] = found
  if (only && others.length === 0) return only
  throw new UsageError(only ? `several views are called "${name}"` : `no view is called "${name}"`, {
    hint: only ? 'name it by its id, as fairlead views -o json shows it' : 'see them with: fairlead views',
    details: (only ? found.map(({ id, owner }) => `${id} of ${owner.name}`) : views.map((view) => view.name))
      .slice(0, 20)
      .map((line) => `  ${line}`),
  })
}
