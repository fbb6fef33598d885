import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, type Digest } from './digest.ts'
import type { Descriptor } from './documents.ts'

/** Where a layout keeps the content of a digest. */
export function blobPath(layout: string, digest: Digest): string {
  return join(layout, 'blobs', 'sha256', digest.slice('sha256:'.length))
}

/** Stores a JSON document and answers what refers to it. */
export function writeDocument(layout: string, mediaType: string, document: object): Descriptor {
  const text = JSON.stringify(document)
  const digest = digestOf(text)
  const path = blobPath(layout, digest)
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true })
  if (!existsSync(path)) writeFileSync(path, text)
  return { mediaType, digest, size: Buffer.byteLength(text) }
}
