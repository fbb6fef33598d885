import { createHash, verify } from 'node:crypto'
import { LIST_ENTRY, listLine, SIGNATURE_ENTRY } from '../../packages/control-plane/src/backup/signed-list.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import type { BackupKeys } from './backup-key.ts'

/** Of backups that end with a signature. */
export const SIGNED_FORMAT = 2

/** `good`: by one who has to. `none`: nobody has signed it. `unknown`: nobody here can tell who has to. */
export type Signature = 'good' | 'none' | 'unknown'

/** What the entries of a backup are, in their order, and what its signature says of them. */
export class BackupSeal {
  #found = ''
  #list: Buffer | undefined
  #signature: Buffer | undefined

  add(name: string, content: Buffer): void {
    if (name === LIST_ENTRY && this.#list === undefined) this.#list = content
    else if (name === SIGNATURE_ENTRY && this.#signature === undefined) this.#signature = content
    else this.#found += listLine(name, createHash('sha256').update(content).digest('hex'))
  }

  /** When all entries are there. Throws with exit class `trust` unless the keys have signed them, or need not, and with `usage` where nobody can tell who has to, or `data` for a format that is not known. */
  judge(file: string, format: number, { signers, mayBeUnsigned }: BackupKeys): Signature {
    if (format > SIGNED_FORMAT)
      throw new AirgapError(
        'data',
        `${file} is of format ${format}, and this release knows ${SIGNED_FORMAT} and older ones`,
        {
          hint: 'use the bundle of a newer release',
        },
      )
    if (format < SIGNED_FORMAT) {
      if (mayBeUnsigned) return 'none'
      throw refusal(`${file} is not signed: whoever has the public half of the key may have made it`, {
        hint: 'if it is from before this site signed its backups, and has been in good hands since, say --unsigned',
      })
    }
    if (signers.length === 0) {
      if (mayBeUnsigned) return 'unknown'
      throw new AirgapError('usage', `nobody here can tell who has to have signed ${file}`, {
        hint: 'name the public half of the key that signs, or the key file that knows it, with --verify-key; with --unsigned nobody looks',
      })
    }
    const [list, signature] = [this.#list, this.#signature]
    if (list === undefined || signature === undefined)
      throw refusal(`${file} says that it is signed, and its signature is missing`)
    if (!signers.some((signer) => verify(null, list, signer, signature)))
      throw refusal(
        `${file} was not signed by this site: by none of the ${signers.length} keys that may sign its backups`,
        {
          hint: 'one from before the keys were changed is opened with the key file of then: --key-file',
        },
      )
    const other = firstDifference(list.toString(), this.#found)
    if (other !== undefined)
      throw refusal(`${file} is not what this site has signed: ${other} is another one, is missing or was added`)
    return 'good'
  }
}

function refusal(message: string, { hint = 'take another backup' }: { hint?: string } = {}): AirgapError {
  return new AirgapError('trust', message, { hint: `${hint}; nothing was done` })
}

/** The name in the first line that two lists do not share. */
function firstDifference(signed: string, found: string): string | undefined {
  if (signed === found) return undefined
  const [wanted, lines] = [signed.split('\n'), found.split('\n')]
  const at = wanted.findIndex((line, index) => line !== lines[index])
  return (wanted[at] || lines[at] || 'its end').replace(/^\S+ {2}/, '')
}
