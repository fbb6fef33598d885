import { createHash } from 'node:crypto'

/**
 * An id as `newId` makes them, in order of time. What else is in it follows from the name, and only at the end from whose it is: ids of
 * different owners differ, and are in the same order, so that the engine decides alike for both.
 */
export function demoId(at: number, name: string, owner: string): string {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  const hash = hexOf(name)
  const variant = (8 + (Number.parseInt(hash.slice(3, 4), 16) % 4)).toString(16)
  const rest = `${hash.slice(7, 11)}${hexOf(`${owner} ${name}`).slice(0, 8)}`
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${rest}`
}

/** The part of such an id that is the same for every owner. */
export function commonPart(id: string): string {
  return id.slice(0, -8)
}

function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
