import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import { rawEd25519 } from './public-keys.ts'

const KEY_ALGORITHM = Buffer.from('Ed')
/** Of a message that is hashed by BLAKE2b first. */
const PREHASHED = Buffer.from('ED')

/** A signature for `minisign -V`; `trusted` is one line that is signed, too. */
export function signMinisign(message: Uint8Array, key: KeyObject, publicKey: KeyObject, trusted: string): string {
  const signature = sign(null, blake2b(message), key)
  const all = sign(null, Buffer.concat([signature, Buffer.from(trusted)]), key)
  const first = Buffer.concat([PREHASHED, keyId(publicKey), signature])
  return [
    'untrusted comment: signature of a Fairlead release',
    first.toString('base64'),
    `trusted comment: ${trusted}`,
    all.toString('base64'),
    '',
  ].join('\n')
}

/** Whether exactly this key signed exactly this message and the trusted comment beside it. */
export function verifyMinisign(message: Uint8Array, text: string, publicKey: KeyObject): boolean {
  const { first, trusted, all } =
    /^untrusted comment: signature of a Fairlead release\n(?<first>[\w+/]{98,}=*)\ntrusted comment: (?<trusted>[^\n]*)\n(?<all>[\w+/]{86}==)\n$/.exec(
      text,
    )?.groups ?? {}
  if (first === undefined || trusted === undefined || all === undefined) return false
  const bytes = Buffer.from(first, 'base64')
  const head = Buffer.concat([PREHASHED, keyId(publicKey)])
  const signature = bytes.subarray(head.length)
  return (
    bytes.length === head.length + 64 &&
    // Unused bits of the last letter would else be free to change.
    bytes.toString('base64') === first &&
    bytes.subarray(0, head.length).equals(head) &&
    verify(null, blake2b(message), publicKey, signature) &&
    verify(null, Buffer.concat([signature, Buffer.from(trusted)]), publicKey, Buffer.from(all, 'base64'))
  )
}

/** The file that `minisign -p` reads. */
export function minisignPublicKey(publicKey: KeyObject): string {
  const key = Buffer.concat([KEY_ALGORITHM, keyId(publicKey), rawEd25519(publicKey)])
  return `untrusted comment: public key of Fairlead releases\n${key.toString('base64')}\n`
}

/** Eight bytes by which minisign tells keys apart; from the key itself, so that nothing has to be remembered. */
function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha256').update(rawEd25519(publicKey)).digest().subarray(0, 8)
}

function blake2b(message: Uint8Array): Buffer {
  return createHash('blake2b512').update(message).digest()
}
