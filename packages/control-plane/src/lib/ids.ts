import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** A new id. Version 7: rows of one table stay in order of creation. */
export function newId(): string {
  return v7()
}

/** A secret of 256 random bits with a prefix that says what it is. */
export function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`
}

/** What the database keeps of a secret. Plain SHA-256 is enough for 256 random bits, and cheap on paths open to everybody. */
export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
