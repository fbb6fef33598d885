import type { UpgradeOrder } from '@fairlead/protocol'

const BY_DIGEST = /^(?<repository>.+)@sha256:[0-9a-f]{64}$/

/** Why an order is not carried out; undefined when it may be. The image stays of the same repository, so that no order brings in another program. */
export function judgeOrder(order: UpgradeOrder, current: string): string | undefined {
  const wanted = BY_DIGEST.exec(order.image)?.groups?.['repository']
  if (wanted === undefined) return `${order.image} is not an image by its digest: a tag can be another image tomorrow`
  const mine = repositoryOf(current)
  if (wanted !== mine) return `${order.image} is not of ${mine}, from which this agent comes: change that with helm`
  return undefined
}

/** An image reference without tag and digest. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
}
