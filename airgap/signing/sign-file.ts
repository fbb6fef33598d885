import { readFileSync, writeFileSync } from 'node:fs'
import { signEc, verifyEc } from './ec-signature.ts'
import { signMinisign, verifyMinisign } from './minisign-signature.ts'
import type { PublicKeys } from './public-keys.ts'
import { publicKeysOf, type SigningKeys } from './signing-keys.ts'
import { signSsh, verifySsh } from './ssh-signature.ts'

/** What signatures of a file are called. Every one has to be there and good. */
export const SIGNATURE_SUFFIXES = ['.ec.sig', '.sshsig', '.minisig'] as const

/** Writes the signatures of a file beside it; the same file and keys give the same bytes. `trusted` is one line about it. */
export function signFile(file: string, keys: SigningKeys, trusted: string): void {
  const message = readFileSync(file)
  const { ed25519 } = publicKeysOf(keys)
  writeFileSync(`${file}.ec.sig`, signEc(message, keys.ec))
  writeFileSync(`${file}.sshsig`, signSsh(message, keys.ed25519, ed25519))
  writeFileSync(`${file}.minisig`, signMinisign(message, keys.ed25519, ed25519, trusted))
}

/** One sentence for each signature of a file that is missing or bad. */
export function signatureProblems(file: string, keys: PublicKeys): string[] {
  const message = readFileSync(file)
  const checks = {
    '.ec.sig': (signature: Buffer) => verifyEc(message, signature, keys.ec),
    '.sshsig': (signature: Buffer) => verifySsh(message, signature.toString('latin1'), keys.ed25519),
    '.minisig': (signature: Buffer) => verifyMinisign(message, signature.toString('latin1'), keys.ed25519),
  }
  return SIGNATURE_SUFFIXES.flatMap((suffix) => {
    const path = `${file}${suffix}`
    try {
      return checks[suffix](readFileSync(path)) ? [] : [`${path} is not a signature of ${file} by this key`]
    } catch (error) {
      return [`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`]
    }
  })
}
