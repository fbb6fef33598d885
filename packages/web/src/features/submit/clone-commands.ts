import type { Commands } from '../../components/command/command-box.tsx'
import { toYaml } from '../../lib/yaml.ts'
import { commandSet } from '../commands/command-set.ts'
import { manifestOf } from '../workloads/manifest.ts'
import { differencesOf, setText } from './differences.ts'
import type { Submit } from './submit-form.ts'

/** A clone as it is made by hand: what differs from its origin, and nothing else. */
export function cloneCommands(origin: { id: string; request: Submit }, request: Submit): Commands {
  const { idempotencyKey: _key, ...body } = request
  const set = differencesOf(origin.request, request).map(({ path, to }) => `${path}=${setText(to)}`)
  return [
    { name: 'YAML', text: toYaml(manifestOf(request)) },
    ...commandSet({
      cli: { words: ['clone', origin.id], options: { name: request.name, set } },
      request: { method: 'POST', path: '/workloads', body: { ...body, clonedFrom: origin.id } },
    }),
  ]
}
