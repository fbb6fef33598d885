import { AgentPublicKey } from '@fairlead/protocol'
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWTPayload,
} from 'jose'
import { StartupError } from '../lib/startup-error.ts'
import type { IdentityStore } from './identity-store.ts'

/** The agent's own key. The private part never leaves this object. */
export type AgentKey = {
  publicKey: AgentPublicKey
  /** RFC 7638 thumbprint, the key's name. */
  thumbprint: string
  /** A compact JWS, valid for a minute. */
  sign: (options: SignOptions) => Promise<string>
}

export type SignOptions = {
  typ: string
  claims: JWTPayload
  audience: string
  /** Seconds since 1970 on the receiver's clock. */
  issuedAt: number
  /** Names the key by its thumbprint, or carries it. */
  header: 'kid' | 'jwk'
}

const LIFETIME_SECONDS = 60

/** Reads the key, or makes one. It is kept before this resolves, so that nothing is ever enrolled with a key that could be lost. */
export async function loadAgentKey(store: IdentityStore): Promise<AgentKey> {
  const place = `agent-key.json in ${store.place}`
  const stored = await store.read('agent-key.json')
  if (stored !== undefined) return fromStored(stored, place)
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const text = JSON.stringify(await exportJWK(pair.privateKey))
  await store.write('agent-key.json', text)
  return fromStored(text, place)
}

async function fromStored(text: string, place: string): Promise<AgentKey> {
  try {
    const jwk = JSON.parse(text) as { kty: string; crv: string; x: string; d: string }
    const publicKey = AgentPublicKey.parse({ kty: jwk.kty, crv: jwk.crv, x: jwk.x })
    const privateKey = (await importJWK({ ...jwk, alg: 'EdDSA' })) as CryptoKey
    const thumbprint = await calculateJwkThumbprint(publicKey)
    return { publicKey, thumbprint, sign: (options) => sign(privateKey, publicKey, thumbprint, options) }
  } catch {
    throw new StartupError(
      `${place} does not hold an Ed25519 key. Restore it from a backup, or delete it and identity.json and enrol again.`,
    )
  }
}

function sign(key: CryptoKey, publicKey: AgentPublicKey, thumbprint: string, options: SignOptions): Promise<string> {
  return new SignJWT(options.claims)
    .setProtectedHeader({
      alg: 'EdDSA',
      typ: options.typ,
      ...(options.header === 'kid' ? { kid: thumbprint } : { jwk: publicKey }),
    })
    .setAudience(options.audience)
    .setIssuedAt(options.issuedAt)
    .setExpirationTime(options.issuedAt + LIFETIME_SECONDS)
    .sign(key)
}
