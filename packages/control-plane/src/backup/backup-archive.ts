import { createHash, sign, type KeyObject } from 'node:crypto'
import { pack } from 'tar-stream'
import { LIST_ENTRY, listLine, SIGNATURE_ENTRY } from './signed-list.ts'

/** The archive within a backup: it is filled entry by entry, and knows by hash what it holds. */
export class BackupArchive {
  readonly stream = pack()
  #list = ''

  /** Resolves when the reader has taken it. */
  async add(name: string, bytes: Buffer): Promise<void> {
    this.#list += listLine(name, createHash('sha256').update(bytes).digest('hex'))
    await this.#write(name, bytes)
  }

  /** Adds the list of what it holds and a signature over that, by an Ed25519 key: nothing can be changed, left out or added afterwards by anybody without it. */
  async seal(key: KeyObject): Promise<void> {
    const list = Buffer.from(this.#list)
    await this.#write(LIST_ENTRY, list)
    await this.#write(SIGNATURE_ENTRY, sign(null, list, key))
  }

  async #write(name: string, bytes: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const entry = this.stream.entry({ name, size: bytes.length, mode: 0o600 }, (error) =>
        error ? reject(error) : resolve(),
      )
      entry.end(bytes)
    })
  }
}
