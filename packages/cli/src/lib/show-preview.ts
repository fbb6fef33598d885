import type { Outlook, WorkloadPreview } from '@fairlead/sdk'
import { stringify } from 'yaml'
import { wrap } from '../output/fit.ts'
import { answer, type Format } from '../output/format.ts'
import type { App } from '../session/app.ts'
import { estimateText } from './estimate-text.ts'

/** What submissions would become, with what stands against them and where they would start: as YAML for people, too. */
export function showPreviews(app: App, previews: readonly WorkloadPreview[], output: Format): void {
  answer(app, {
    output,
    data: previews.length === 1 ? previews[0] : previews,
    names: () => previews.map(({ name }) => name ?? ''),
    table: () => previews.map((preview) => showPreview(app, preview)).join('---\n'),
  })
  for (const { warnings } of previews) for (const warning of warnings) app.note(`warning: ${warning}`)
}

function showPreview(app: App, { outlook, ...preview }: WorkloadPreview): string {
  const lines = outlook ? outlookLines(app, outlook) : ['nobody leads scheduling right now: no outlook']
  return stringify(preview, { lineWidth: 0 }) + lines.map((line) => `# ${line}\n`).join('')
}

/** The outlook in a few sentences, wrapped to the page. */
function outlookLines(app: App, outlook: Outlook): string[] {
  const { headline, hint, nodes, preemptions, permanent, start } = outlook
  const said = [headline]
  if (nodes.length > 0) said.push(`on ${[...new Set(nodes)].join(', ')}`)
  for (const { project, count, workloads } of preemptions) {
    const names = workloads.length === 0 ? '' : `: ${workloads.join(', ')}`
    said.push(`it would stop ${count} ${count === 1 ? 'run' : 'runs'} of ${project}${names}`)
  }
  if (permanent) said.push('it would wait for ever unless something is changed')
  else if (start) said.push(`start: ${estimateText(start, app.host.now())}`)
  const suggestions = outlook.suggestions ?? []
  for (const { text, command } of suggestions) {
    said.push(`what would help: ${text}${command === null ? '' : ` (${command})`}`)
  }
  if (hint !== null && outlook.outcome === 'WAITS' && suggestions.length === 0) said.push(`fix: ${hint}`)
  return said.flatMap((text) => wrap(text, (app.width ?? 100) - 2))
}
