import { join } from 'node:path'
import { readIfThere, writeFileAtomic } from '../lib/files.ts'

/** The few texts that make an agent who it is. What was written is kept before the call resolves. */
export type IdentityStore = {
  /** For people: where it is, and what to do with it when something is wrong. */
  readonly place: string
  read(name: string): Promise<string | undefined>
  write(name: string, text: string): Promise<void>
}

/** Files of the state folder. */
export function folderStore(stateDir: string): IdentityStore {
  return {
    place: stateDir,
    read: (name) => Promise.resolve(readIfThere(join(stateDir, name))),
    write: (name, text) => writeFileAtomic(join(stateDir, name), text, 0o600),
  }
}
