import type { WorkloadPreview } from '@fairlead/sdk'
import { stringify } from 'yaml'
import { answer, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'

/** What submissions would become, with what stands against them: as YAML for people, too. */
export function showPreviews(app: App, previews: readonly WorkloadPreview[], output: Format): void {
  answer(app, {
    output,
    data: previews.length === 1 ? previews[0] : previews,
    names: () => previews.map(({ name }) => name ?? ''),
    table: () => previews.map((preview) => stringify(preview, { lineWidth: 0 })).join('---\n'),
  })
  for (const { warnings } of previews) for (const warning of warnings) app.note(`warning: ${warning}`)
}
