import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BackupMaking } from '../life/backup-key.ts'
import { nightlyCommand } from '../life/nightly-command.ts'
import { siteFiles } from '../life/site-files.ts'
import type { Release } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { inControlPlane } from './control-plane-unit.ts'
import { onCalendar } from './on-calendar.ts'
import { SETTINGS, UNITS, type Place } from './place.ts'
import { POSTGRESQL_UNIT } from './postgresql-unit.ts'
import { systemctl } from './systemctl.ts'
import { credentialFolder, credentialPath, unit, variables, type Unit } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'

export const NIGHTLY_SERVICE = 'fairlead-backup.service'
export const NIGHTLY_TIMER = 'fairlead-backup.timer'
/** When systemd has last started it, so that it knows what it has slept through. */
export const NIGHTLY_STAMP = `/var/lib/systemd/timers/stamp-${NIGHTLY_TIMER}`
export const BACKUPS = '/var/lib/fairlead-backups'
/** What backups by night need of the site, for root alone. */
export const NIGHTLY_SETTINGS = `${SETTINGS}/backup`
/** Of what makes them: where the database is. */
export const NIGHTLY_ENVIRONMENT = `${NIGHTLY_SETTINGS}/environment`
/** The half that signs. */
const SIGNING_FILE = `${NIGHTLY_SETTINGS}/signing/key`
/** As the service sees it, in the folder of what goes into a backup: files whose name begins with a dot stay out, also where the programs are of an older release. */
const SIGNING_CREDENTIAL = '.signing-key'

export interface Nightly {
  site: LinuxSite
  release: Release
  image: UnpackedImage
  making: BackupMaking
}

/**
 * Backups without anybody, if the site asks for them: a timer and what it starts, which writes into a folder and keeps the newest ones. It has the public half of the key that opens them, so what it writes
 * cannot be read on this host, and the half that signs them, if the site has one; programs of a release that knows nothing of that leave it where it is.
 */
export function nightlyUnits({ site, release, image, making }: Nightly): Unit[] {
  const nightly = site.backup?.nightly
  if (nightly === undefined) return []
  const { recipient, signingKey } = making
  const command = nightlyCommand({
    recipient,
    siteFolder: credentialFolder(NIGHTLY_SERVICE),
    version: release.version,
    folder: BACKUPS,
    keep: nightly.keep,
  })
  const names = Object.keys(siteFiles(site, release))
  const signs = signingKey !== undefined
  const env = { FAIRLEAD_BACKUP_SIGNING_KEY_FILE: credentialPath(NIGHTLY_SERVICE, SIGNING_CREDENTIAL) }
  const section = inControlPlane(release.counter, image, { ca: site.ca.length > 0, env: signs ? env : {} })
  return [
    unit(NIGHTLY_SERVICE, {
      Unit: {
        Description: 'Fairlead, a backup by night',
        After: ['network-online.target', POSTGRESQL_UNIT].join(' '),
        StartLimitIntervalSec: '1h',
        StartLimitBurst: 3,
      },
      Service: {
        Type: 'oneshot',
        ...section,
        BindPaths: `${BACKUPS}:${BACKUPS}`,
        EnvironmentFile: NIGHTLY_ENVIRONMENT,
        LoadCredential: [
          ...names.map((name) => `${name}:${NIGHTLY_SETTINGS}/site/${name}`),
          ...(signs ? [`${SIGNING_CREDENTIAL}:${SIGNING_FILE}`] : []),
        ],
        ExecStart: command.join(' '),
        TimeoutStartSec: '6h',
        Restart: 'on-failure',
        RestartSec: '5min',
      },
    }),
    unit(NIGHTLY_TIMER, {
      Unit: { Description: 'Fairlead, when backups by night are made' },
      // One that the host slept through is made up for.
      Timer: { OnCalendar: onCalendar(nightly.schedule), Persistent: 'yes' },
      Install: { WantedBy: 'timers.target' },
    }),
  ]
}

/** The files that {@link nightlyUnits} read: of the site, and where the database is. For root alone. */
export function nightlyFiles(
  { site, release, making }: Nightly,
  databaseUrl: string,
): { path: string; text: string }[] {
  if (site.backup?.nightly === undefined) return []
  return [
    ...signingFiles(making),
    { path: NIGHTLY_ENVIRONMENT, text: variables({ DATABASE_URL: databaseUrl }) },
    ...Object.entries(siteFiles(site, release)).map(([name, bytes]) => ({
      path: `${NIGHTLY_SETTINGS}/site/${name}`,
      text: bytes.toString(),
    })),
  ]
}

/** The half that signs, where there is one. For root alone. */
export function signingFiles({ signingKey }: BackupMaking): { path: string; text: string }[] {
  return signingKey === undefined ? [] : [{ path: SIGNING_FILE, text: signingKey }]
}

/** Takes it off a host on which nothing signs by itself any more. */
export function forgetSigningKey(place: Place): void {
  rmSync(place.on(dirname(SIGNING_FILE)), { recursive: true, force: true })
}

/** Ends backups that a site does not ask for any more; those that were made stay. Answers whether there were any. */
export function endNightly(place: Place): boolean {
  const paths = [NIGHTLY_TIMER, NIGHTLY_SERVICE]
    .map((name) => `${UNITS}/${name}`)
    .filter((path) => existsSync(place.on(path)))
  if (paths.length === 0) return false
  if (place.isLive) systemctl(['disable', '--now', '--quiet', NIGHTLY_TIMER], { mayFail: true })
  for (const path of [...paths, NIGHTLY_SETTINGS, NIGHTLY_STAMP])
    rmSync(place.on(path), { recursive: true, force: true })
  return true
}
