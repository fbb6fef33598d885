import type { LabelRule, NodeUpsert, Toleration } from '../../src/index.ts'

/** Kubernetes' rules for label tests, written for clearness. */
export function meetsRules(labels: Readonly<Record<string, string>>, rules: readonly LabelRule[] | undefined): boolean {
  return (rules ?? []).every((rule) => meetsRule(labels[rule.key], rule))
}

function meetsRule(value: string | undefined, { operator, values }: LabelRule): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0])
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0])
  }
}

export function meetsSelector(
  labels: Readonly<Record<string, string>>,
  selector: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value)
}

export function toleratesTaints({ taints }: NodeUpsert, tolerations: readonly Toleration[]): boolean {
  return taints.every(
    (taint) =>
      taint.effect === 'PreferNoSchedule' ||
      tolerations.some(
        ({ key, operator, value, effect }) =>
          (effect === undefined || effect === taint.effect) &&
          (operator === 'Exists' ? key === '' || key === taint.key : key === taint.key && value === taint.value),
      ),
  )
}
