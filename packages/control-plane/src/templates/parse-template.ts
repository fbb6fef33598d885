import type { z } from 'zod'
import { AppError } from '../lib/app-error.ts'
import { WorkloadKind, WorkloadSpec } from '../workloads/schemas.ts'

const TemplateSpec = WorkloadSpec.omit({ template: true })

export interface ParsedTemplate {
  kind: WorkloadKind
  spec: z.output<typeof TemplateSpec>
}

/** What a template says, in base units. Throws VALIDATION that names every field that no workload has. */
export function parseTemplate(template: { kind: string; spec: Record<string, unknown> }): ParsedTemplate {
  const kind = WorkloadKind.safeParse(template.kind)
  const spec = TemplateSpec.safeParse(template.spec)
  if (kind.success && spec.success) return { kind: kind.data, spec: spec.data }
  const issues = [
    ...(kind.success ? [] : [{ path: 'kind', message: `one of ${WorkloadKind.options.join(', ')}` }]),
    ...(spec.error?.issues ?? []).map(({ path, message }) => ({ path: ['spec', ...path].join('.'), message })),
  ]
  throw new AppError('VALIDATION', `${issues[0]?.path}: ${issues[0]?.message}`, {
    hint: 'correct the fields named in issues',
    issues,
  })
}
