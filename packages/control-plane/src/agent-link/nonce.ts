import { createHmac, timingSafeEqual } from 'node:crypto'

const BUCKET_MS = 60_000

/** A nonce that any replica can check without having seen it: an HMAC over the minute. Good for one to two minutes. */
export function issueNonce(key: Buffer, now: number): string {
  const bucket = Math.floor(now / BUCKET_MS)
  return `${bucket}.${mac(key, bucket)}`
}

export function isFreshNonce(key: Buffer, nonce: string, now: number): boolean {
  const [bucketText = '', given = ''] = nonce.split('.')
  const bucket = Number(bucketText)
  const current = Math.floor(now / BUCKET_MS)
  if (bucket !== current && bucket !== current - 1) return false
  const expected = Buffer.from(mac(key, bucket))
  const received = Buffer.from(given)
  return received.length === expected.length && timingSafeEqual(received, expected)
}

function mac(key: Buffer, bucket: number): string {
  return createHmac('sha256', key).update(`agent-nonce ${bucket}`).digest('base64url')
}
