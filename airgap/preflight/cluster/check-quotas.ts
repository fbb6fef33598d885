import type { V1LimitRange, V1ResourceQuota } from '@kubernetes/client-node'
import { formatBytes } from '../../cli/progress.ts'
import { parseQuantity } from '../../../packages/agent/src/drivers/kubernetes/api/quantity.ts'
import type { Kube } from '../../install/kube.ts'
import { fail, pass, warn, type Check } from '../check.ts'
import type { PodNeed } from './pod-needs.ts'

/** With less, answers of the control plane and rounds of its scheduler take seconds. */
const SLOW_CPU = 0.5

/** K9: what limits pods in the namespace leaves room for those that come. `isInstalled`: what is used counts them already. */
export async function checkQuotas(
  kube: Kube,
  namespace: string,
  needs: readonly PodNeed[],
  isInstalled: boolean,
): Promise<Check> {
  const { items: quotas } = await kube.core.listNamespacedResourceQuota({ namespace })
  const { items: ranges } = await kube.core.listNamespacedLimitRange({ namespace })
  return judgeQuotas(quotas, ranges, needs, isInstalled)
}

/** The same from what the API server has said. */
export function judgeQuotas(
  quotas: readonly V1ResourceQuota[],
  ranges: readonly V1LimitRange[],
  needs: readonly PodNeed[],
  isInstalled: boolean,
): Check {
  const what = 'quotas'
  const names = [...quotas, ...ranges].map(({ metadata }) => metadata?.name ?? '')
  if (names.length === 0) return pass('K9', what, 'none')
  const short = quotas.flatMap((quota) => shortOf(quota, needs, isInstalled))
  if (short.length > 0)
    return fail('K9', what, short.join('; '), 'raise these quotas, or give Fairlead a namespace of its own')
  // A quota for some pods alone, by priority or class: which those are, the cluster decides.
  const partial = quotas.filter(({ spec }) => spec?.scopes !== undefined || spec?.scopeSelector !== undefined)
  if (partial.length > 0)
    return warn(
      'K9',
      what,
      names.join(', '),
      `${partial.map(({ metadata }) => metadata?.name).join(', ')} counts some pods alone: make sure that it leaves room for ${told(needs)}`,
    )
  const slow = ranges.find(({ spec }) =>
    spec?.limits.some(
      ({ type, _default: given }) =>
        type === 'Container' && given?.['cpu'] !== undefined && parseQuantity(given['cpu']) < SLOW_CPU,
    ),
  )
  if (slow !== undefined && needs.some(({ cpuLimit }) => cpuLimit === 0))
    return warn(
      'K9',
      what,
      names.join(', '),
      `${slow.metadata?.name} gives containers that name no limit of CPU less than ${SLOW_CPU}: raise its default, or they are slow`,
    )
  return pass('K9', what, `${names.join(', ')}: with room for ${told(needs)}`)
}

function shortOf(
  { metadata, spec, status }: V1ResourceQuota,
  needs: readonly PodNeed[],
  isInstalled: boolean,
): string[] {
  if (spec?.scopes !== undefined || spec?.scopeSelector !== undefined) return []
  const wanted = wantedOf(needs)
  return Object.entries(status?.hard ?? spec?.hard ?? {}).flatMap(([name, hard]) => {
    const need = wanted[name]
    if (need === undefined) return []
    const used = isInstalled ? 0 : parseQuantity(status?.used?.[name])
    const left = parseQuantity(hard) - used
    const show = (value: number) => (name.endsWith('memory') ? formatBytes(value) : String(Number(value.toFixed(2))))
    return need > left
      ? [`${metadata?.name} leaves ${show(Math.max(0, left))} of ${name}, and ${show(need)} are needed`]
      : []
  })
}

/** By the names that quotas have for them. */
function wantedOf(needs: readonly PodNeed[]): Record<string, number> {
  const total = (of: (need: PodNeed) => number) => needs.reduce((sum, need) => sum + of(need) * need.count, 0)
  const [cpu, memory] = [total((need) => need.cpu), total((need) => need.memory)]
  return {
    pods: total(() => 1),
    cpu,
    'requests.cpu': cpu,
    memory,
    'requests.memory': memory,
    'limits.cpu': total(({ cpuLimit }) => cpuLimit),
    'limits.memory': total(({ memoryLimit }) => memoryLimit),
  }
}

function told(needs: readonly PodNeed[]): string {
  const { pods = 0, cpu = 0, memory = 0 } = wantedOf(needs)
  return `${pods} pods, ${Number(cpu.toFixed(2))} CPU, ${formatBytes(memory)}`
}
