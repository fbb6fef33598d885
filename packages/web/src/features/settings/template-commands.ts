import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'

export const templateCommands = {
  list: (): Commands =>
    commandSet({ cli: { words: ['template', 'ls'] }, request: { method: 'GET', path: '/templates' } }),
  set: ({ template, kind, about, spec }: Inputs['templates']['set']): Commands =>
    commandSet({
      cli: {
        words: ['template', 'push', template === '' ? 'NAME' : template],
        options: { file: 'spec.yaml', kind, about: about === '' ? undefined : about },
      },
      request: { method: 'PUT', path: `/templates/${encodeURIComponent(template)}`, body: { kind, about, spec } },
    }),
  remove: (template: string): Commands =>
    commandSet({
      cli: { words: ['template', 'rm', template] },
      request: { method: 'DELETE', path: `/templates/${encodeURIComponent(template)}` },
    }),
}
