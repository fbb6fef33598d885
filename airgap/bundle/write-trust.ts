import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { minisignPublicKey } from '../signing/minisign-signature.ts'
import { fingerprintOf, publicKeysPem, type PublicKeys } from '../signing/public-keys.ts'
import { allowedSigners } from '../signing/ssh-signature.ts'

/** Writes the public keys of a release in the form that each tool reads. A site compares their fingerprint with what its vendor has told it by another way. */
export function writeTrust(bundle: string, keys: PublicKeys): void {
  const folder = join(bundle, 'trust')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'release.pub.pem'), publicKeysPem(keys))
  writeFileSync(join(folder, 'allowed_signers'), allowedSigners(keys.ed25519))
  writeFileSync(join(folder, 'minisign.pub'), minisignPublicKey(keys.ed25519))
  writeFileSync(join(folder, 'fingerprint.txt'), `${fingerprintOf(keys)}  release.pub.pem\n`)
}
