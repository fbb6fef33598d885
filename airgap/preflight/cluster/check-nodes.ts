import type { V1Node } from '@kubernetes/client-node'
import type { Release } from '../../release/release.ts'
import { parseQuantity } from '../../../packages/agent/src/drivers/kubernetes/api/quantity.ts'
import type { Kube } from '../../install/kube.ts'
import { formatBytes } from '../../cli/progress.ts'
import { fail, pass, warn, type Check } from '../check.ts'
import type { PodNeed } from './pod-needs.ts'

/** K8: nodes that can run the images of this release, and are as large as its pods. What runs on them already is not counted: whether there is room beside it is seen when a pod is tried (R8). */
export async function checkNodes(kube: Kube, release: Release, needs: readonly PodNeed[]): Promise<Check> {
  const what = 'nodes'
  const { items } = await kube.core.listNode()
  const usable = items.filter(isUsable)
  const fitting = usable.filter(({ status }) => status?.nodeInfo?.architecture === release.architecture)
  const sizes = fitting.map(({ status }) => ({
    cpu: parseQuantity(status?.allocatable?.['cpu']),
    memory: parseQuantity(status?.allocatable?.['memory']),
  }))
  const [cpu, memory] = [sum(sizes.map((size) => size.cpu)), sum(sizes.map((size) => size.memory))]
  const seen = `${usable.length} of ${items.length} ready, ${fitting.length} with ${release.architecture}: ${told(cpu, memory)}`
  if (fitting.length === 0)
    return fail(
      'K8',
      what,
      seen,
      `the bundle is for ${release.architecture}: take the one for your nodes, or make a node ready`,
    )
  const homeless = needs.find((need) => !sizes.some((size) => size.cpu >= need.cpu && size.memory >= need.memory))
  if (homeless !== undefined)
    return fail(
      'K8',
      what,
      seen,
      `no node is as large as one pod of ${homeless.of}, which asks for ${told(homeless.cpu, homeless.memory)}`,
    )
  const all = {
    cpu: sum(needs.map((need) => need.cpu * need.count)),
    memory: sum(needs.map((need) => need.memory * need.count)),
  }
  if (all.cpu > cpu || all.memory > memory)
    return fail('K8', what, seen, `add a node: all pods together ask for ${told(all.cpu, all.memory)}`)
  if (fitting.length === 1) return warn('K8', what, seen, 'with one node there is nowhere to go when it fails')
  return pass('K8', what, seen)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function told(cpu: number, memory: number): string {
  return `${Number(cpu.toFixed(2))} CPU, ${formatBytes(memory)}`
}

/** Nodes on which a pod may start now. */
export async function usableNodes(kube: Kube): Promise<V1Node[]> {
  const { items } = await kube.core.listNode()
  return items.filter(isUsable)
}

function isUsable({ spec, status }: V1Node): boolean {
  return (
    spec?.unschedulable !== true &&
    status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true
  )
}
