import type { Commands } from '../../components/command/command-box.tsx'
import { toYaml } from '../../lib/yaml.ts'
import { commandSet } from '../commands/command-set.ts'
import { manifestOf } from '../workloads/manifest.ts'
import { readKeyValues } from './key-values.ts'
import { toRequest, type SubmitForm } from './submit-form.ts'

/** What the form will do, said as YAML, as a command, and as a request. */
export function submitCommands(form: SubmitForm): Commands {
  const request = toRequest(form)
  const { spec } = request
  const [asCli, asCurl] = commandSet({
    cli: {
      words: ['run'],
      options: {
        project: form.project,
        name: form.name === '' ? undefined : form.name,
        image: spec.image,
        cpu: form.cpu === '' ? undefined : form.cpu,
        memory: form.memory === '' ? undefined : form.memory,
        gpu: form.gpu === '' ? undefined : form.gpu,
        replicas: spec.replicas,
        priority: form.priority === '' ? undefined : form.priority,
        preemptible: form.preemptible === 'yes' ? true : undefined,
        'no-preemptible': form.preemptible === 'no' ? true : undefined,
        timeout: form.timeout === '1h' || form.timeout === '' ? undefined : form.timeout,
        retry: spec.retry?.max,
        pool: form.pool === '' ? undefined : form.pool,
        cluster: form.clusters,
        env: plainEnv(form.env),
        label: Object.entries(request.labels ?? {}).map(([key, value]) => `${key}=${value}`),
      },
      rest: spec.command ?? [],
    },
    request: { method: 'POST', path: '/workloads', body: request },
  })
  const asYaml = { name: 'YAML', text: toYaml(manifestOf(request)) }
  return [asYaml, ...[asCli, asCurl].flatMap((command) => command ?? [])]
}

/** The CLI takes values; references to secrets are written in YAML. */
function plainEnv(text: string): string[] {
  return Object.entries(readKeyValues(text).values)
    .filter(([, value]) => !value.startsWith('secret:'))
    .map(([key, value]) => `${key}=${value}`)
}
