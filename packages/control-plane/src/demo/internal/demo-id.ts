import { createHash } from 'node:crypto'

/** An id as `newId` makes them, in order of time, whose chance part follows from the name: the same for the same time and name. */
export function demoId(at: number, name: string): string {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  const hash = createHash('sha256').update(name).digest('hex')
  const variant = (8 + (Number.parseInt(hash.slice(3, 4), 16) % 4)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
}
