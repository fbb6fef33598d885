import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { EGRESS_MODES } from './egress/modes.ts'

const flag = z.stringbool().or(z.boolean())
const int = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** Every setting: its environment variable, type, default and meaning. A file given by FAIRLEAD_CONFIG uses the keys on the left. */
export const SETTINGS = {
  host: { env: 'FAIRLEAD_HOST', type: z.string().min(1), default: '127.0.0.1', about: 'address to listen on' },
  port: { env: 'FAIRLEAD_PORT', type: int(0, 65_535), default: 8080, about: 'port to listen on; 0 takes a free one' },
  tlsCertFile: {
    env: 'FAIRLEAD_TLS_CERT_FILE',
    type: z.string(),
    default: '',
    about:
      'PEM file of the certificate, and of what leads to its authority; empty: no TLS, which a proxy then has to bring',
  },
  tlsKeyFile: { env: 'FAIRLEAD_TLS_KEY_FILE', type: z.string(), default: '', about: 'PEM file of its key' },
  publicUrl: {
    env: 'FAIRLEAD_PUBLIC_URL',
    type: z.url().or(z.literal('')),
    default: '',
    about: 'how browsers and agents reach this control plane; empty: http://localhost:PORT',
  },
  replicaUrl: {
    env: 'FAIRLEAD_REPLICA_URL',
    type: z.url().or(z.literal('')),
    default: '',
    about: 'how the other replicas reach this one; empty: HOST:PORT',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    type: z.string(),
    default: '',
    about: 'PostgreSQL 15 or newer, as the owner of the database; empty: an embedded one under dataDir',
  },
  databaseConnections: {
    env: 'FAIRLEAD_DATABASE_CONNECTIONS',
    type: int(4, 500),
    default: 16,
    about: 'most connections to the database, over both roles',
  },
  databaseWaitMs: {
    env: 'FAIRLEAD_DATABASE_WAIT_MS',
    type: int(0, 3_600_000),
    default: 30_000,
    about: 'how long to wait at the start for a database that does not answer',
  },
  dataDir: {
    env: 'FAIRLEAD_DATA_DIR',
    type: z.string().min(1),
    default: '.fairlead',
    about: 'where the embedded database lives',
  },
  webDir: {
    env: 'FAIRLEAD_WEB_DIR',
    type: z.string(),
    default: resolve(import.meta.dirname, '../../web/dist'),
    about: 'the built console; empty: no console',
  },
  downloadsDir: {
    env: 'FAIRLEAD_DOWNLOADS_DIR',
    type: z.string(),
    default: resolve(import.meta.dirname, '../../../dist/downloads'),
    about: 'command line, charts and bundles that are handed out under /downloads; empty: none',
  },
  moreDownloadsDir: {
    env: 'FAIRLEAD_MORE_DOWNLOADS_DIR',
    type: z.string(),
    default: '',
    about: 'further files that are handed out there, as `airgap downloads add` lays them; empty: none',
  },
  logLevel: {
    env: 'FAIRLEAD_LOG_LEVEL',
    type: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    default: 'info',
    about: 'least level that is logged',
  },
  printSetupLink: {
    env: 'FAIRLEAD_PRINT_SETUP_LINK',
    type: flag,
    default: true,
    about:
      'print a one-time link at the start for as long as no admin has a password; without it, admin.js setup-link makes one',
  },
  trustProxy: {
    env: 'FAIRLEAD_TRUST_PROXY',
    type: flag,
    default: false,
    about:
      'take the client address (the last one named) and scheme from X-Forwarded-* headers; only behind a proxy that sets them',
  },
  sessionHours: {
    env: 'FAIRLEAD_SESSION_HOURS',
    type: int(1, 720),
    default: 12,
    about: 'how long a browser stays signed in',
  },
  roundCoalesceMs: {
    env: 'FAIRLEAD_ROUND_COALESCE_MS',
    type: int(0, 10_000),
    default: 25,
    about: 'how long a scheduling round waits for more changes to take along',
  },
  checkRounds: {
    env: 'FAIRLEAD_CHECK_ROUNDS',
    type: flag,
    default: false,
    about:
      'check the state after each committed round: no node overcommitted, limits kept, gangs whole; counted in /metrics',
  },
  decisionLogHours: {
    env: 'FAIRLEAD_DECISION_LOG_HOURS',
    type: int(0, 8760),
    default: 24,
    about: 'how long scheduling rounds can be replayed; 0: they are not logged',
  },
  decisionLogMib: {
    env: 'FAIRLEAD_DECISION_LOG_MIB',
    type: int(8, 1_000_000),
    default: 512,
    about: 'the most that this log may hold, in MiB; the oldest part goes first',
  },
  forecastSeconds: {
    env: 'FAIRLEAD_FORECAST_SECONDS',
    type: int(0, 86_400),
    default: 60,
    about: 'how often the starts of waiting work are forecast, at most; 0: never',
  },
  leaderLeaseMs: {
    env: 'FAIRLEAD_LEADER_LEASE_MS',
    type: int(1000, 120_000),
    default: 10_000,
    about: 'after this long without a sign of life another replica takes over scheduling',
  },
  mode: {
    env: 'FAIRLEAD_MODE',
    type: z.enum(EGRESS_MODES),
    default: 'onprem',
    about:
      'what may leave for hosts outside of the site. airgapped, cloud, hybrid: requests to egressHosts alone; onprem: only plain reads from them',
  },
  egressHosts: {
    env: 'FAIRLEAD_EGRESS_HOSTS',
    type: z
      .string()
      .or(z.array(z.string()))
      .transform((hosts) =>
        (typeof hosts === 'string' ? hosts.split(',') : hosts).map((host) => host.trim()).filter(Boolean),
      ),
    default: '',
    about: 'hosts outside of private ranges that may be reached: names, addresses, ranges; separated by commas',
  },
  licenceFile: {
    env: 'FAIRLEAD_LICENCE_FILE',
    type: z.string(),
    default: '',
    about: 'signed licence of this installation; empty: none. Whatever it says, work goes on',
  },
  licenceKeysFile: {
    env: 'FAIRLEAD_LICENCE_KEYS_FILE',
    type: z.string(),
    default: '',
    about: 'public keys (a JSON Web Key Set) that licences are checked with',
  },
  agentHeartbeatMs: {
    env: 'FAIRLEAD_AGENT_HEARTBEAT_MS',
    type: int(500, 120_000),
    default: 15_000,
    about: 'heartbeat of agents',
  },
  agentLeaseMs: {
    env: 'FAIRLEAD_AGENT_LEASE_MS',
    type: int(2000, 600_000),
    default: 60_000,
    about: 'an agent unheard of for this long is offline',
  },
  agentDigest: {
    env: 'FAIRLEAD_AGENT_DIGEST',
    type: z.union([z.literal(''), z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits')]),
    default: '',
    about:
      'digest of the agent image of this release, which agents on Kubernetes upgrade themselves to; empty: none is offered to them',
  },
  agentReleasesFile: {
    env: 'FAIRLEAD_AGENT_RELEASES_FILE',
    type: z.string(),
    default: '',
    about:
      'JSON list of further releases of the agent, `[{version, digest, channel, protocol}]`; empty: only its own is offered',
  },
  metricsIntervalMs: {
    env: 'FAIRLEAD_METRICS_INTERVAL_MS',
    type: int(1000, 600_000),
    default: 15_000,
    about: 'how often agents send usage',
  },
  metricsRetentionDays: {
    env: 'FAIRLEAD_METRICS_RETENTION_DAYS',
    type: int(1, 3660),
    default: 30,
    about: 'how long graphs are kept',
  },
} as const

type Settings = typeof SETTINGS
export type Config = { readonly [K in keyof Settings]: z.output<Settings[K]['type']> }

/** One message that names everything that is wrong. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Defaults, then the file, then the environment. Throws {@link ConfigError}. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const file = readFile(env['FAIRLEAD_CONFIG'])
  const problems: string[] = []
  for (const key of Object.keys(file)) {
    if (!Object.hasOwn(SETTINGS, key)) problems.push(`${key}: no such setting in ${env['FAIRLEAD_CONFIG']}`)
  }
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(SETTINGS)) {
    const fromEnv = env[setting.env]
    const given = fromEnv !== undefined && fromEnv !== '' ? fromEnv : (file[key] ?? setting.default)
    const parsed = setting.type.safeParse(given)
    if (parsed.success) values[key] = parsed.data
    else problems.push(`${setting.env}=${JSON.stringify(given)}: ${parsed.error.issues[0]?.message} (${setting.about})`)
  }
  if (problems.length > 0) throw new ConfigError(`configuration: ${problems.join('; ')}`)
  return values as Config
}

function readFile(path: string | undefined): Record<string, unknown> {
  if (path === undefined || path === '') return {}
  try {
    const content: unknown = parse(readFileSync(path, 'utf8'))
    if (content === null) return {}
    if (typeof content !== 'object' || Array.isArray(content)) throw new Error('is not a map of settings')
    return content as Record<string, unknown>
  } catch (error) {
    throw new ConfigError(`configuration: ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
