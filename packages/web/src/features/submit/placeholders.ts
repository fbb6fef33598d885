import { describeAmount } from '../../lib/format/amounts.ts'
import { shellWord } from '../../lib/shell.ts'
import type { Outputs } from '../../lib/trpc.ts'
import type { WorkloadKind } from '../workloads/kinds.ts'
import type { Template } from './check-form.ts'

type Size = Outputs['sizes']['list']['items'][number]
type Hint = 'image' | 'command' | 'cpu' | 'memory' | 'gpu' | 'cpuLimit' | 'memoryLimit' | 'timeout'

/** What a field that is left empty comes to, as far as the template and the size say it. */
export function placeholders(template: Template | undefined, size: Size | undefined): Partial<Record<Hint, string>> {
  const spec = (template?.spec ?? {}) as {
    image?: string
    command?: string[]
    resources?: Record<string, unknown>
    limits?: Record<string, unknown>
    timeout?: unknown
  }
  const { resources = {}, limits = {} } = spec
  const of = (name: 'cpu' | 'memory', from: 'requests' | 'limits', below: Record<string, unknown>) =>
    size ? amount(name, size[from][name]) : said(below[name])
  return Object.fromEntries(
    Object.entries({
      image: said(spec.image),
      command: spec.command?.length ? spec.command.map(shellWord).join(' ') : undefined,
      gpu: said(resources['gpu']),
      cpu: of('cpu', 'requests', resources),
      memory: of('memory', 'requests', resources),
      cpuLimit: of('cpu', 'limits', limits),
      memoryLimit: of('memory', 'limits', limits),
      timeout: typeof spec.timeout === 'number' ? `${spec.timeout}s` : said(spec.timeout),
    }).filter(([, text]) => text !== undefined),
  )
}

/** What serves goes on until somebody stops it. */
export function usualTimeout(kind: WorkloadKind): string {
  return kind === 'workspace' || kind === 'endpoint' ? 'none' : '1h'
}

function said(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function amount(name: 'cpu' | 'memory', value: number | undefined): string | undefined {
  if (value === undefined) return undefined
  return name === 'cpu' ? String(value / 1000) : describeAmount(name, value)
}
