/** The last two entries of a signed backup: every other one with its hash, as `sha256sum -c` reads it, and an Ed25519 signature over that text, as `openssl pkeyutl -verify -rawin` reads it. */
export const LIST_ENTRY = 'SHA256SUMS'
export const SIGNATURE_ENTRY = 'SHA256SUMS.sig'

/** One entry, in the order of the archive. */
export function listLine(name: string, sha256: string): string {
  return `${sha256}  ${name}\n`
}
