import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { startChild, until } from '../../../tools/processes/child.ts'
import { freePort } from '../../../tools/processes/free-port.ts'
import type { Login } from '../read-login.ts'

const PROGRAM = '/usr/bin/docker-registry'

export const PUSHER: Login = { user: 'pusher', password: 'carry-over-the-gap' }
/** The password of {@link PUSHER}, as htpasswd -B writes it at the lowest cost. */
const HTPASSWD = `pusher:$2y$05$abcdefghijklmnopqrstuu14cdbzwpS63hSA.kKzVJhJ3mgMO2HUW\n`

export interface DebianRegistryOptions {
  tls?: { certificate: string; key: string }
  /** Lets in {@link PUSHER} alone. */
  htpasswd?: boolean
  token?: { realm: string; service: string; issuer: string; certificates: string }
  readOnly?: boolean
  /** Whether it lets images be deleted; it does when left out. */
  deletes?: boolean
  /** Where blobs lie; a folder of its own that goes with it when left out. */
  storage?: string
  host?: string
  port?: number
}

export interface DebianRegistry {
  url: string
  host: string
  port: number
  storage: string
  /** What it has logged so far. */
  log(): string
  stop(): Promise<void>
}

/** Installs Debian's registry where it is missing. Answers why it cannot be had here, or undefined. */
export function requireDebianRegistry(): string | undefined {
  if (existsSync(PROGRAM)) return undefined
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return `${PROGRAM} is missing: install docker-registry`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'docker-registry'], { stdio: 'ignore', env })
  return existsSync(PROGRAM) ? undefined : 'apt could not install docker-registry'
}

/** Starts the registry that Debian ships, on a free port. */
export async function startDebianRegistry(options: DebianRegistryOptions = {}): Promise<DebianRegistry> {
  const why = requireDebianRegistry()
  if (why !== undefined) throw new Error(why)
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-registry-'))
  const storage = options.storage ?? join(folder, 'storage')
  mkdirSync(storage, { recursive: true })
  const { host = '127.0.0.1' } = options
  const port = options.port ?? (await freePort())
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const settings = write(
    'config.yml',
    stringify({
      version: '0.1',
      log: { level: 'warn', accesslog: { disabled: true } },
      storage: {
        filesystem: { rootdirectory: storage },
        delete: { enabled: options.deletes ?? true },
        maintenance: { readonly: { enabled: options.readOnly ?? false }, uploadpurging: { enabled: false } },
      },
      http: {
        addr: `${host}:${port}`,
        secret: 'of a test',
        ...(options.tls === undefined
          ? {}
          : {
              tls: {
                certificate: write('server.crt', options.tls.certificate),
                key: write('server.key', options.tls.key),
              },
            }),
      },
      ...(options.htpasswd ? { auth: { htpasswd: { realm: 'test', path: write('htpasswd', HTPASSWD) } } } : {}),
      ...(options.token === undefined
        ? {}
        : {
            auth: {
              token: {
                realm: options.token.realm,
                service: options.token.service,
                issuer: options.token.issuer,
                rootcertbundle: write('token.crt', options.token.certificates),
              },
            },
          }),
    }),
  )
  const child = startChild({
    name: 'docker-registry',
    command: PROGRAM,
    args: ['serve', settings],
    // Telemetry that somebody else's environment may switch on.
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
    logFile: join(folder, 'registry.log'),
  })
  await until('the registry listens', async () => {
    if (child.exitCode() !== undefined) throw new Error(`the registry ended:\n${child.output()}`)
    const isUp = spawnSync('/bin/bash', ['-c', `exec 3<>/dev/tcp/${host}/${port}`], { stdio: 'ignore' }).status === 0
    return isUp ? true : undefined
  })
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    host: `${host}:${port}`,
    port,
    storage,
    log: () => child.output(),
    stop: async () => {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
