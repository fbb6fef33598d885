import { imageFolder, SETTINGS } from './place.ts'
import { credentialPath, environment, HARDENING, LASTING, SEALED, unit, type Unit } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'

export const POSTGRESQL_UNIT = 'fairlead-postgresql.service'
export const POSTGRESQL_USER = 'fairlead-postgresql'
export const POSTGRESQL_DATA = '/var/lib/fairlead-postgresql'
export const PASSWORD_FILE = `${SETTINGS}/postgresql.password`

/** The PostgreSQL of the bundle in the root of its image, with its data folder in it. It listens on the loopback address alone. */
export function postgresqlUnit(counter: number, image: UnpackedImage, port: number): Unit {
  const env = { ...image.env, FAIRLEAD_PG_PASSWORD_FILE: credentialPath(POSTGRESQL_UNIT, 'password') }
  return unit(POSTGRESQL_UNIT, {
    Unit: { Description: 'PostgreSQL of Fairlead', After: 'network.target', StartLimitIntervalSec: 0 },
    Service: {
      Type: 'exec',
      User: POSTGRESQL_USER,
      Group: POSTGRESQL_USER,
      RootDirectory: imageFolder(counter, 'postgresql'),
      MountAPIVFS: 'yes',
      RuntimeDirectory: 'fairlead-postgresql',
      BindPaths: [`${POSTGRESQL_DATA}:/var/lib/postgresql`, '/run/fairlead-postgresql:/run/postgresql'],
      LoadCredential: `password:${PASSWORD_FILE}`,
      Environment: environment(env),
      ExecStart: [
        ...image.entrypoint,
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        `port=${port}`,
        '-c',
        'max_connections=200',
      ].join(' '),
      // At once, with what is committed safe; TERM would wait for every client to leave.
      KillSignal: 'SIGINT',
      KillMode: 'mixed',
      TimeoutStartSec: 120,
      TimeoutStopSec: 90,
      OOMScoreAdjust: -500,
      ...LASTING,
      ...HARDENING,
      ...SEALED,
      MemoryDenyWriteExecute: 'yes',
      IPAddressDeny: 'any',
      IPAddressAllow: 'localhost',
    },
    Install: { WantedBy: 'multi-user.target' },
  })
}
