import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { pemBlocks, type PublicKeys } from './public-keys.ts'

/** The private halves of {@link PublicKeys}. They live in a file outside of the repository. */
export interface SigningKeys {
  ec: KeyObject
  ed25519: KeyObject
}

/** New keys. */
export function makeSigningKeys(): SigningKeys {
  return {
    ec: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
    ed25519: generateKeyPairSync('ed25519').privateKey,
  }
}

/** Reads a PEM file with one P-256 and one Ed25519 private key. Throws with how to make one. */
export function readSigningKeys(file: string): SigningKeys {
  const keys = pemBlocks(readFileSync(file, 'utf8')).map((block) => createPrivateKey(block))
  const ec = keys.find(({ asymmetricKeyDetails }) => asymmetricKeyDetails?.namedCurve === 'prime256v1')
  const ed25519 = keys.find(({ asymmetricKeyType }) => asymmetricKeyType === 'ed25519')
  if (!ec || !ed25519)
    throw new Error(
      `${file} needs a P-256 and an Ed25519 private key: \`openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256\` and \`openssl genpkey -algorithm ed25519\`, one after the other`,
    )
  return { ec, ed25519 }
}

/** Writes keys for nobody else to read. */
export function writeSigningKeys(file: string, keys: SigningKeys): void {
  const text = [keys.ec, keys.ed25519].map((key) => String(key.export({ type: 'pkcs8', format: 'pem' }))).join('')
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
}

export function publicKeysOf(keys: SigningKeys): PublicKeys {
  return { ec: createPublicKey(keys.ec), ed25519: createPublicKey(keys.ed25519) }
}
