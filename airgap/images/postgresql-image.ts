import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { debianLibraries } from '../debian/debian-libraries.ts'
import { ensurePackages } from '../debian/ensure-packages.ts'
import { POSTGRESQL_PACKAGES } from '../debian/package-names.ts'
import { image, type ImageSpec } from '../oci/image.ts'
import type { LayerSource } from '../oci/layer-entries.ts'
import type { Architecture } from '../release/release.ts'
import { databaseClient, POSTGRESQL_HOME } from './database-client.ts'
import type { ImageTarget } from './fairlead-image.ts'
import { NON_ROOT } from './node-runtime.ts'

/** They bring a compiler of a hundred megabytes, need a kernel with SELinux, or have been given up by PostgreSQL itself. */
const LEFT_OUT = /\/lib\/(?:bitcode|pgxs|llvmjit|llvmjit_types|sepgsql|pgxml)(?:\.\w+)?$/

/**
 * PostgreSQL 15 of Debian with its programs for backups, for a site without one of its own: a single server without a standby. It runs under any user and writes to two mounted
 * folders: `/var/lib/postgresql`, which has to last, and `/run/postgresql`. At its first start it makes the database `fairlead` and its owner of the same name, with the
 * password in the file that FAIRLEAD_PG_PASSWORD_FILE names.
 */
export async function postgresqlImage(
  target: Omit<ImageTarget, 'runtime'>,
  architecture: Architecture,
): Promise<ImageSpec> {
  const packages = await ensurePackages(architecture, POSTGRESQL_PACKAGES)
  const folder = (name: string) => packages.find((each) => each.name === name)!.folder
  const { version } = packages.find(({ name }) => name === 'postgresql-15')!
  const server = join(folder('postgresql-15'), POSTGRESQL_HOME)
  const client = join(folder('postgresql-client-15'), POSTGRESQL_HOME)
  const shell = join(folder('dash'), 'bin/dash')
  const programs = [
    ...globSync([`${server}/bin/*`, `${client}/bin/*`, `${server}/lib/*`]).filter((path) => !LEFT_OUT.test(path)),
    shell,
  ].toSorted()
  const shared = await databaseClient(architecture)
  const isShared = new Set(shared.map(placeOf))
  const others = (sources: LayerSource[]) => sources.filter((source) => !isShared.has(placeOf(source)))
  const files: LayerSource[] = [
    ...others(
      programs.map((from) => ({ from, to: from === shell ? '/bin/sh' : from.slice(from.indexOf(POSTGRESQL_HOME)) })),
    ),
    { from: join(folder('postgresql-15'), 'usr/share/postgresql/15'), to: '/usr/share/postgresql/15' },
    { from: join(folder('libc-bin'), 'usr/lib/locale/C.utf8'), to: '/usr/lib/locale/C.utf8' },
    { from: join(folder('tzdata'), 'usr/share/zoneinfo'), to: '/usr/share/zoneinfo' },
  ]
  return image({
    name: `${target.registry}/postgresql:${target.tag}`,
    platform: { os: 'linux', architecture },
    layers: [shared, others(debianLibraries(architecture, programs, packages)), files, systemFiles()],
    entrypoint: ['/usr/local/bin/start-postgresql'],
    user: NON_ROOT,
    // At once, with what is committed safe; TERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    ports: [5432],
    env: { PATH: `/usr/local/bin:${POSTGRESQL_HOME}/bin:/bin`, PGDATA: '/var/lib/postgresql/data', LANG: 'C.UTF-8' },
    labels: {
      'org.opencontainers.image.title': 'PostgreSQL for Fairlead',
      // Of PostgreSQL, and nothing of our release: the same packages give the same image, which leaves a database running.
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': 'PostgreSQL',
    },
  })
}

function placeOf(source: LayerSource): string {
  return 'to' in source ? source.to : source.folder
}

/** PostgreSQL's programs ask who they are, and a cluster may give them a number without a name: the name is made at the start. */
function systemFiles(): LayerSource[] {
  const start = readFileSync(join(import.meta.dirname, 'start-postgresql.sh'), 'utf8')
  return [
    { text: start, to: '/usr/local/bin/start-postgresql', mode: 0o755 },
    { link: '/run/postgresql/passwd', to: '/etc/passwd' },
    { text: 'root:x:0:\npostgres:x:65532:\n', to: '/etc/group' },
    { text: 'passwd: files\nhosts: files dns\n', to: '/etc/nsswitch.conf' },
    { folder: '/run/postgresql' },
    { folder: '/var/lib/postgresql' },
    { folder: '/tmp', mode: 0o1777 },
  ]
}
