import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import { rawEd25519 } from './public-keys.ts'

/** Whom `allowed_signers` names, and for what. */
export const SSH_IDENTITY = 'release@fairlead'
export const SSH_NAMESPACE = 'release'

const MAGIC = Buffer.from('SSHSIG')
const ALGORITHM = 'ssh-ed25519'

/** A signature for `ssh-keygen -Y verify`; its format is PROTOCOL.sshsig of OpenSSH. */
export function signSsh(message: Uint8Array, key: KeyObject, publicKey: KeyObject): string {
  const signature = sign(null, toSign(message), key)
  const blob = Buffer.concat([
    MAGIC,
    uint32(1),
    field(publicBlob(publicKey)),
    field(SSH_NAMESPACE),
    field(''),
    field('sha512'),
    field(Buffer.concat([field(ALGORITHM), field(signature)])),
  ])
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n')
}

/** Whether exactly this key signed exactly this message, for this use. */
export function verifySsh(message: Uint8Array, armored: string, publicKey: KeyObject): boolean {
  const body = /^-----BEGIN SSH SIGNATURE-----\n([\w+/=\n]+)-----END SSH SIGNATURE-----\n$/.exec(armored)?.[1]
  if (body === undefined) return false
  const blob = Buffer.from(body.replaceAll('\n', ''), 'base64')
  const signature = blob.subarray(-64)
  const head = Buffer.concat([
    MAGIC,
    uint32(1),
    field(publicBlob(publicKey)),
    field(SSH_NAMESPACE),
    field(''),
    field('sha512'),
    uint32(4 + ALGORITHM.length + 4 + 64),
    field(ALGORITHM),
    uint32(64),
  ])
  return (
    blob.length === head.length + 64 &&
    blob.subarray(0, -64).equals(head) &&
    verify(null, toSign(message), publicKey, signature)
  )
}

/** The file that `ssh-keygen -Y verify -f` reads. */
export function allowedSigners(publicKey: KeyObject): string {
  return `${SSH_IDENTITY} namespaces="${SSH_NAMESPACE}" ${ALGORITHM} ${publicBlob(publicKey).toString('base64')}\n`
}

function toSign(message: Uint8Array): Buffer {
  const hash = createHash('sha512').update(message).digest()
  return Buffer.concat([MAGIC, field(SSH_NAMESPACE), field(''), field('sha512'), field(hash)])
}

function publicBlob(key: KeyObject): Buffer {
  return Buffer.concat([field(ALGORITHM), field(rawEd25519(key))])
}

function field(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([uint32(bytes.length), bytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
