import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HISTORY_FILES, objectionTo, readKeyHistory } from '../signing/key-history.ts'
import { minisignPublicKey } from '../signing/minisign-signature.ts'
import { fingerprintOf, publicKeysPem, type PublicKeys } from '../signing/public-keys.ts'
import { allowedSigners } from '../signing/ssh-signature.ts'

/** Writes the public keys of a release in the form that each tool reads. A site compares their fingerprint with what its vendor has told it by another way. `history` is a folder with the
 * list that a root key has signed: it goes in as it is. Throws where that list does not vouch for these keys. */
export function writeTrust(bundle: string, keys: PublicKeys, history?: string): void {
  const folder = join(bundle, 'trust')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'release.pub.pem'), publicKeysPem(keys))
  writeFileSync(join(folder, 'allowed_signers'), allowedSigners(keys.ed25519))
  writeFileSync(join(folder, 'minisign.pub'), minisignPublicKey(keys.ed25519))
  writeFileSync(join(folder, 'fingerprint.txt'), `${fingerprintOf(keys)}  release.pub.pem\n`)
  if (history === undefined) return
  const list = readKeyHistory(history)
  const objection = list === undefined ? `${history} holds no list of keys` : objectionTo(list, fingerprintOf(keys))
  if (objection !== undefined) throw new Error(`sites would refuse this bundle: ${objection}`)
  for (const name of HISTORY_FILES) copyFileSync(join(history, name), join(folder, name))
}
