import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError } from '../../config.ts'
import { findBinaries } from './binaries.ts'
import { canEnter, postgresOsUser, type OsUser } from './os-user.ts'

/** Where an embedded PostgreSQL lives and how to reach it. */
export interface EmbeddedHome {
  /** Folder of the installation, with `bin`. */
  installation: string
  dataDir: string
  logFile: string
  user: OsUser | undefined
  /** Kept in a file that only we can read, beside the place of the data. */
  secrets: { port: number; superuserPassword: string; ownerPassword: string }
  saveSecrets(secrets: EmbeddedHome['secrets']): void
}

/**
 * Prepares the folders. Started as root in a folder that PostgreSQL's user cannot enter (a clone under /root), data and
 * programs go to /var/lib/fairlead instead.
 */
export function prepareHome(dataDir: string): EmbeddedHome {
  const home = resolve(dataDir)
  try {
    mkdirSync(home, { recursive: true, mode: 0o755 })
    accessSync(home, constants.W_OK)
  } catch {
    throw new ConfigError(`no permission to write to ${home}: choose another folder with FAIRLEAD_DATA_DIR`)
  }
  const user = postgresOsUser()
  const binaries = findBinaries()
  let installation = binaries.root
  let base = join(home, 'postgres')
  const shared = join('/var/lib/fairlead', createHash('sha256').update(home).digest('hex').slice(0, 12))
  if (user && !canEnter(home, user)) base = shared
  if (user && !canEnter(join(installation, 'bin'), user)) {
    installation = join('/var/lib/fairlead', `postgresql-${binaries.version}`)
    if (!existsSync(join(installation, 'bin', 'postgres'))) {
      mkdirSync(installation, { recursive: true, mode: 0o755 })
      cpSync(binaries.root, installation, { recursive: true, verbatimSymlinks: true })
    }
  }
  mkdirSync(base, { recursive: true, mode: 0o755 })
  if (user) chownSync(base, user.uid, user.gid)
  const secretsFile = join(home, 'postgres.json')
  function saveSecrets(secrets: EmbeddedHome['secrets']): void {
    writeFileSync(secretsFile, `${JSON.stringify({ ...secrets, dataDir: join(base, 'data') }, null, 2)}\n`, {
      mode: 0o600,
    })
    chmodSync(secretsFile, 0o600)
  }
  const secrets = existsSync(secretsFile) ? readSecrets(secretsFile) : newSecrets()
  saveSecrets(secrets)
  return {
    installation,
    dataDir: join(base, 'data'),
    logFile: join(base, 'postgres.log'),
    user,
    secrets,
    saveSecrets,
  }
}

function newSecrets(): EmbeddedHome['secrets'] {
  const secret = () => randomBytes(24).toString('base64url')
  return { port: 0, superuserPassword: secret(), ownerPassword: secret() }
}

function readSecrets(file: string): EmbeddedHome['secrets'] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as EmbeddedHome['secrets']
  } catch (cause) {
    throw new ConfigError(`cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
