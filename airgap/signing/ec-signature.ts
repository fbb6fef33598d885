import { createHash, verify, type KeyObject } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'

/**
 * ECDSA over P-256 and SHA-256 as DER, which `openssl dgst -sha256 -verify` reads. The nonce follows RFC 6979 from key and message, so that signing the same
 * release twice gives the same bytes; OpenSSL draws it by chance.
 */
export function signEc(message: Uint8Array, key: KeyObject): Buffer {
  const secret = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url')
  const hash = createHash('sha256').update(message).digest()
  return Buffer.from(p256.sign(hash, secret, { prehash: false, lowS: false, format: 'der' }))
}

export function verifyEc(message: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  return verify('sha256', message, { key, dsaEncoding: 'der' }, signature)
}
