import { SETTINGS } from './place.ts'
import { credentialPath, environment, HARDENING, LASTING, SEALED, unit, type Unit } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'

export const POSTGRESQL_UNIT = 'fairlead-postgresql.service'
export const POSTGRESQL_USER = 'fairlead-postgresql'
export const POSTGRESQL_DATA = '/var/lib/fairlead-postgresql'
export const PASSWORD_FILE = `${SETTINGS}/postgresql.password`
/** The one that it is being given. */
export const NEXT_PASSWORD_FILE = `${SETTINGS}/postgresql.next.password`

/** One PostgreSQL of a host. */
export interface Server {
  name: string
  about: string
  user: string
  /** What lasts, and below `/run` what does not. */
  data: string
  run: string
  passwordFile: string
  port: number
  /** Further settings, as `name=value`. */
  settings: readonly string[]
}

/** The one of the bundle, unpacked at `root`, with the data of the site. */
export function postgresqlUnit(root: string, image: UnpackedImage, port: number): Unit {
  const { Unit, Service } = serverSections(root, image, {
    name: POSTGRESQL_UNIT,
    about: 'PostgreSQL of Fairlead',
    user: POSTGRESQL_USER,
    data: POSTGRESQL_DATA,
    run: 'fairlead-postgresql',
    passwordFile: PASSWORD_FILE,
    port,
    settings: ['max_connections=200'],
  })
  return unit(POSTGRESQL_UNIT, {
    Unit: { ...Unit, StartLimitIntervalSec: 0 },
    Service: { ...Service, OOMScoreAdjust: -500, ...LASTING },
    Install: { WantedBy: 'multi-user.target' },
  })
}

/** A PostgreSQL in the root of its image, with its data folder in it. It listens on the loopback address alone. */
export function serverSections(root: string, image: UnpackedImage, server: Server) {
  const { name, about, user, data, run, passwordFile, port, settings } = server
  const env = { ...image.env, FAIRLEAD_PG_PASSWORD_FILE: credentialPath(name, 'password') }
  const arguments_ = ['listen_addresses=127.0.0.1', `port=${port}`, ...settings].flatMap((setting) => ['-c', setting])
  return {
    Unit: { Description: about, After: 'network.target' },
    Service: {
      Type: 'exec',
      User: user,
      Group: user,
      RootDirectory: root,
      MountAPIVFS: 'yes',
      RuntimeDirectory: run,
      BindPaths: [`${data}:/var/lib/postgresql`, `/run/${run}:/run/postgresql`],
      LoadCredential: `password:${passwordFile}`,
      Environment: environment(env),
      ExecStart: [...image.entrypoint, ...arguments_].join(' '),
      // At once, with what is committed safe; TERM would wait for every client to leave.
      KillSignal: 'SIGINT',
      KillMode: 'mixed',
      TimeoutStartSec: 120,
      TimeoutStopSec: 90,
      ...HARDENING,
      ...SEALED,
      MemoryDenyWriteExecute: 'yes',
      IPAddressDeny: 'any',
      IPAddressAllow: 'localhost',
    },
  }
}
