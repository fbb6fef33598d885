import type { Resources } from '../delta.ts'
import { restride } from './columns.ts'
import type { SchedulerState } from './state.ts'

/** Resource numbers that are the same in every state. */
export const CPU = 0
export const MEMORY = 1
export const GPU = 2

/** One whole device in the unit of the resource `gpu`. */
export const GPU_DEVICE = 1_000

/**
 * Number of a resource name, given out once and kept for ever: clusters name few. Rows of amounts widen when there are more
 * names than they have room for.
 */
export function resourceNumber(state: SchedulerState, name: string): number {
  const found = state.resourceIndex.get(name)
  if (found !== undefined) return found
  const number = state.resourceNames.length
  state.resourceNames.push(name)
  state.resourceIndex.set(name, number)
  if (number >= state.width) {
    const wide = state.width * 2
    state.nodes.allocatable = restride(state.nodes.allocatable, state.width, wide)
    state.nodes.used = restride(state.nodes.used, state.width, wide)
    state.shapes.requests = restride(state.shapes.requests, state.width, wide)
    state.width = wide
  }
  return number
}

/**
 * What one replica is charged for: whole numbers, and whole devices once it asks for a device or more, since a device is
 * either shared or not.
 */
export function chargedAmount(resource: number, requested: number): number {
  const amount = Math.max(0, Math.ceil(requested))
  if (resource !== GPU || amount < GPU_DEVICE) return amount
  return Math.ceil(amount / GPU_DEVICE) * GPU_DEVICE
}

/** Equal for equal amounts, whatever the order of their names. */
export function resourcesKey(resources: Resources): string {
  return Object.keys(resources)
    .sort()
    .map((name) => `${name}=${resources[name]}`)
    .join()
}
