import { createHash, createPublicKey, type KeyObject } from 'node:crypto'

/** Who makes releases: one person with two kinds of keys, since no single kind is known to every tool. */
export interface PublicKeys {
  /** NIST P-256, for `openssl dgst` and for hosts in FIPS mode. */
  ec: KeyObject
  /** For `ssh-keygen` and `minisign`. */
  ed25519: KeyObject
}

const BLOCK = /-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g

/** The PEM blocks of a text, in their order. */
export function pemBlocks(text: string): string[] {
  return [...text.matchAll(BLOCK)].map(([block]) => block)
}

/** Reads both public keys from one PEM text. Throws unless it holds exactly one of each kind. */
export function parsePublicKeys(text: string): PublicKeys {
  const keys = pemBlocks(text).map((block) => createPublicKey(block))
  const ec = keys.find(({ asymmetricKeyType }) => asymmetricKeyType === 'ec')
  const ed25519 = keys.find(({ asymmetricKeyType }) => asymmetricKeyType === 'ed25519')
  if (!ec || !ed25519 || keys.length !== 2 || ec.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error('release keys are one P-256 and one Ed25519 public key in one PEM file')
  return { ec, ed25519 }
}

/** As PEM, the P-256 key first, because `openssl dgst -verify` reads the first one. */
export function publicKeysPem({ ec, ed25519 }: PublicKeys): string {
  return [ec, ed25519].map((key) => String(key.export({ type: 'spki', format: 'pem' }))).join('')
}

/** By which people compare keys: what `sha256sum` says of the PEM file. */
export function fingerprintOf(keys: PublicKeys): string {
  return createHash('sha256').update(publicKeysPem(keys)).digest('hex')
}

/** The 32 bytes of an Ed25519 public key. */
export function rawEd25519(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
}
