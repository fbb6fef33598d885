import type { WorkloadSpec } from '../schemas.ts'

/** Fields of a spec that a template may fill in. */
export type TemplateSpec = Omit<WorkloadSpec, 'template'>

/**
 * The spec with what the template says where it says nothing itself. Maps are joined name by name, lists are taken whole. A size stands
 * against all cores and memory that the template names.
 */
export function applyTemplate(spec: WorkloadSpec, template: TemplateSpec): WorkloadSpec {
  const below = spec.size === undefined ? template : withoutAmounts(template)
  const mine = Object.fromEntries(
    Object.entries(spec).filter(([, value]) => value !== undefined && !isEmptyList(value)),
  )
  return {
    ...below,
    ...(mine as WorkloadSpec),
    env: { ...below.env, ...spec.env },
    annotations: { ...below.annotations, ...spec.annotations },
    resources: {
      ...below.resources,
      ...defined(spec.resources),
      ...joined('extended', below.resources.extended, spec.resources.extended),
    },
    ...joined('limits', below.limits, spec.limits && defined(spec.limits)),
    ...joined('config', below.config, spec.config),
    placement: {
      ...below.placement,
      ...defined(spec.placement),
      clusters: spec.placement.clusters.length > 0 ? spec.placement.clusters : below.placement.clusters,
      nodeSelector: { ...below.placement.nodeSelector, ...spec.placement.nodeSelector },
      tolerations: [...below.placement.tolerations, ...spec.placement.tolerations],
    },
  }
}

function withoutAmounts({ limits: _limits, ...template }: TemplateSpec): TemplateSpec {
  const { cpu: _cpu, memory: _memory, ...others } = template.resources
  return { ...template, resources: others }
}

function joined<K extends string, T extends object>(
  key: K,
  below: T | undefined,
  above: T | undefined,
): { [_ in K]?: T } {
  return (below || above ? { [key]: { ...below, ...above } } : {}) as { [_ in K]?: T }
}

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
