import { existsSync, readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { AirgapError } from '../cli/airgap-error.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Phase } from '../install/kube-object.ts'
import type { BackupMaking } from '../life/backup-key.ts'
import type { ImageRole } from '../release/release.ts'
import type { LinuxBackend, LinuxCluster, LinuxSite } from '../site/linux-site.ts'
import { AGENT_CONFIG, AGENT_DATA, AGENT_USER, agentUnit, JOIN_TOKEN_FILE } from './agent-unit.ts'
import {
  CA_FILE,
  CONTROL_PLANE_FILES,
  CONTROL_PLANE_UNIT,
  CONTROL_PLANE_USER,
  controlPlaneUnit,
  DOWNLOADS,
} from './control-plane-unit.ts'
import { BACKUPS, nightlyFiles, nightlyUnits, type Nightly } from './nightly-units.ts'
import { folderOf, UNITS, USERS, type Place } from './place.ts'
import { PASSWORD_FILE, POSTGRESQL_DATA, POSTGRESQL_USER, postgresqlUnit } from './postgresql-unit.ts'
import { credentialPath, type Unit } from './unit.ts'
import type { UnpackedImage } from './unpack-image.ts'

export interface LinuxFile {
  path: string
  text: string
  mode: number
  isSecret: boolean
}

/** Everything that a phase brings onto a host. */
export interface LinuxPlan {
  /** Images that are unpacked. */
  roles: ImageRole[]
  users: string[]
  files: LinuxFile[]
  /** In the order in which they start. */
  services: Unit[]
  /** Backups by night; empty where there are none. */
  nightly: Unit[]
  /** Folders that last, and whose they are. */
  data: { path: string; user: string }[]
}

/** What is not in the site file. */
export interface LinuxSecrets {
  databasePassword: string
  joinToken: string
  /** What backups are made with; undefined for a site that makes none. */
  making: BackupMaking | undefined
}

export function rolesOf(phase: Phase, site: LinuxSite): ImageRole[] {
  if (phase === 'cluster') return ['agent']
  return linuxBackend(site).database.bundled ? ['control-plane', 'postgresql'] : ['control-plane']
}

/** Plans a phase. `images` says how the programs of an image start. */
export function planLinux(
  phase: Phase,
  site: LinuxSite,
  { release }: OpenBundle,
  images: ReadonlyMap<ImageRole, UnpackedImage>,
  secrets: LinuxSecrets,
): LinuxPlan {
  const { counter } = release
  const image = (role: ImageRole) => images.get(role)!
  const ca = site.ca.map((file) => readFileSync(file, 'utf8')).join('\n')
  const caFiles = ca === '' ? [] : [open(CA_FILE, ca)]
  if (phase === 'cluster') {
    const cluster = linuxCluster(site)
    return withUsers(phase, {
      roles: rolesOf(phase, site),
      users: [AGENT_USER],
      files: [
        ...caFiles,
        open(AGENT_CONFIG, agentConfig(site, cluster)),
        secret(JOIN_TOKEN_FILE, `${secrets.joinToken}\n`),
      ],
      services: [agentUnit(release, image('agent'), cluster)],
      nightly: [],
      data: [{ path: AGENT_DATA, user: AGENT_USER }],
    })
  }
  const backend = linuxBackend(site)
  const { bundled } = backend.database
  const { licence } = backend
  const has = {
    tls: backend.tls !== undefined,
    ca: ca !== '',
    database: bundled !== undefined,
    licence: licence !== undefined,
  }
  const controlPlane = controlPlaneUnit(counter, image('control-plane'), has)
  const backups = planBackups({ site, release, image: image('control-plane') }, backend, secrets)
  return withUsers(phase, {
    roles: rolesOf(phase, site),
    users: bundled ? [CONTROL_PLANE_USER, POSTGRESQL_USER] : [CONTROL_PLANE_USER],
    files: [
      ...caFiles,
      ...(bundled ? [secret(PASSWORD_FILE, `${secrets.databasePassword}\n`)] : []),
      secret(CONTROL_PLANE_FILES.config, stringify(controlPlaneConfig(site, backend, secrets))),
      ...(backend.tls
        ? [
            open(CONTROL_PLANE_FILES['tls.crt'], readFileSync(backend.tls.certFile, 'utf8')),
            secret(CONTROL_PLANE_FILES['tls.key'], readFileSync(backend.tls.keyFile, 'utf8')),
          ]
        : []),
      ...(licence
        ? [
            open(CONTROL_PLANE_FILES.licence, readFileSync(licence.file, 'utf8')),
            open(CONTROL_PLANE_FILES['licence-keys'], readFileSync(licence.keysFile, 'utf8')),
          ]
        : []),
      ...backups.files.map(({ path, text }) => secret(path, text)),
    ],
    services: bundled
      ? [postgresqlUnit(folderOf(release, 'postgresql'), image('postgresql'), bundled.port), controlPlane]
      : [controlPlane],
    nightly: backups.units,
    data: [
      { path: DOWNLOADS, user: CONTROL_PLANE_USER },
      ...(bundled ? [{ path: POSTGRESQL_DATA, user: POSTGRESQL_USER }] : []),
      ...(backups.units.length > 0 ? [{ path: BACKUPS, user: CONTROL_PLANE_USER }] : []),
    ],
  })
}

/** Nothing for a site that wants none by night. */
function planBackups(
  nightly: Omit<Nightly, 'making'>,
  backend: LinuxBackend,
  secrets: LinuxSecrets,
): { units: Unit[]; files: { path: string; text: string }[] } {
  const { making } = secrets
  if (making === undefined) return { units: [], files: [] }
  const whole = { ...nightly, making }
  return { units: nightlyUnits(whole), files: nightlyFiles(whole, databaseUrl(backend, secrets)) }
}

/** Where the control plane has its data, as its own user reaches it. */
export function databaseUrl(
  { database }: LinuxBackend,
  { databasePassword }: Pick<LinuxSecrets, 'databasePassword'>,
): string {
  if (database.external) return readFileSync(database.external.urlFile, 'utf8').trim()
  return `postgres://fairlead:${databasePassword}@127.0.0.1:${database.bundled!.port}/fairlead`
}

/** The same on a host where the password has been made. */
export function databaseUrlHere(site: LinuxSite, place: Place): string {
  const file = place.on(PASSWORD_FILE)
  const databasePassword = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return databaseUrl(linuxBackend(site), { databasePassword })
}

function controlPlaneConfig(site: LinuxSite, backend: LinuxBackend, secrets: LinuxSecrets): object {
  const credential = (name: keyof typeof CONTROL_PLANE_FILES) => credentialPath(CONTROL_PLANE_UNIT, name)
  return {
    host: backend.listen.host,
    port: backend.listen.port,
    publicUrl: backend.url,
    mode: site.mode,
    moreDownloadsDir: DOWNLOADS,
    // The link for the first admin is the installer's: one, and for an hour.
    printSetupLink: false,
    ...(backend.tls ? { tlsCertFile: credential('tls.crt'), tlsKeyFile: credential('tls.key') } : { trustProxy: true }),
    ...(backend.licence ? { licenceFile: credential('licence'), licenceKeysFile: credential('licence-keys') } : {}),
    ...(backend.egressHosts.length === 0 ? {} : { egressHosts: backend.egressHosts }),
    databaseUrl: databaseUrl(backend, secrets),
  }
}

function agentConfig(site: LinuxSite, { controlPlane, nodeName, cpu, memory, healthPort }: LinuxCluster): string {
  return stringify({
    controlPlaneUrl: controlPlane,
    stateDir: AGENT_DATA,
    healthPort,
    ...(site.ca.length === 0 ? {} : { caFile: CA_FILE }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(cpu === undefined ? {} : { localCpu: cpu }),
    ...(memory === undefined ? {} : { localMemory: memory }),
  })
}

function withUsers(phase: Phase, plan: LinuxPlan): LinuxPlan {
  const lines = plan.users.map((user) => `u ${user} - "Fairlead" - /usr/sbin/nologin`)
  return { ...plan, files: [...plan.files, open(usersFile(phase), `${lines.join('\n')}\n`)] }
}

/** Where systemd is told of the users of a phase. */
export function usersFile(phase: Phase): string {
  return `${USERS}/fairlead-${phase}.conf`
}

/** A unit of a plan as a file. */
export function unitFile({ name, text }: Unit): LinuxFile {
  return open(`${UNITS}/${name}`, text)
}

/** Every file that a plan writes: a unit is one as well. */
export function filesOf({ files, services, nightly }: Pick<LinuxPlan, 'files' | 'services' | 'nightly'>): LinuxFile[] {
  return [...files, ...[...services, ...nightly].map(unitFile)]
}

/** Throws with exit class `usage` for a site file without it. */
export function linuxBackend({ backend }: LinuxSite): LinuxBackend {
  if (backend === undefined) throw new AirgapError('usage', 'the site file has no section backend')
  return backend
}

/** Throws with exit class `usage` for a site file without it. */
export function linuxCluster({ cluster }: LinuxSite): LinuxCluster {
  if (cluster === undefined) throw new AirgapError('usage', 'the site file has no section cluster')
  return cluster
}

function open(path: string, text: string): LinuxFile {
  return { path, text, mode: 0o644, isSecret: false }
}

function secret(path: string, text: string): LinuxFile {
  return { path, text, mode: 0o600, isSecret: true }
}
