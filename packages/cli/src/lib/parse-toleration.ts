import type { WorkloadSpec } from '@fairlead/sdk'
import { InvalidArgumentError } from 'commander'

export type Toleration = NonNullable<NonNullable<WorkloadSpec['placement']>['tolerations']>[number]

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const

/** `key=value:NoSchedule`, `key:NoSchedule`, `key=value` or `key`, any number of times. Without a value: whatever it is; without an effect: every one. */
export function toleration(text: string, before: Toleration[] = []): Toleration[] {
  const [, key = '', value, named] = /^([^=:]*)(?:=([^:]*))?(?::(\w+))?$/.exec(text.trim()) ?? []
  const effect = EFFECTS.find((one) => one === named)
  if (key === '' || (named !== undefined && effect === undefined)) {
    throw new InvalidArgumentError(`give key=value:effect or key, with an effect of ${EFFECTS.join(', ')}.`)
  }
  const made = value === undefined ? { key, operator: 'Exists' as const } : { key, operator: 'Equal' as const, value }
  return [...before, effect === undefined ? made : { ...made, effect }]
}
