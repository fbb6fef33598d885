import type { Client } from '@fairlead/sdk'
import type { Granted } from './granted-rights.ts'
import type { OfflineSite, Ran } from './offline-site.ts'

export const SLOW_MS = 600_000
/** How long the site is used. */
export const USE_MS = Number(process.env['FAIRLEAD_AIRGAP_MINUTES'] ?? 0.3) * 60_000
/** A site that is used for minutes has the time to be silent for 70 seconds, too. */
export const SILENCE = USE_MS < 300_000 ? ['--quick'] : []

/** One installation from its first to its last command. Each test adds what the ones after it need. */
export interface Installation {
  site: OfflineSite
  url: string
  /** Every object of every kind before anything was installed, with what the admin of the cluster has made for the installer. */
  found: string[]
  /** What the admin of the cluster lets the installer do. */
  granted: Granted[]
  adminLink: string
  client: Client
  token: string
  /** Runs Node. */
  image: string
}

/** What the installer answers with `--json`; each command has some of it. */
export interface Answer {
  checks: { id: string; result: string }[]
  pushed: {
    sentBytes: number
    ms: number
    images: { repository: string; digest: string }[]
    signatures: { tag: string }[]
  }
  url: string
  adminLink?: string
  changes: object[]
  steps: { step: string; ms: number }[]
  removed: string[]
  stays: string[]
  files: { path: string }[]
  listed: { data: string[] }
  bytes: number
  ms: number
  hash: string
  from: string
  to: string
  backup: { rows: number; signed: boolean }
  signed: boolean
  schema: { after: { applied: string[] } }
  repositories: { repository: string; items: { tags: string[] }[] }[]
}

/** Namespaces of people: their work, and a database that somebody else keeps. `uninstall` says that they stay. */
export const isOfInstallation = (namespace: string) => namespace !== 'vision' && namespace !== 'databases'

export function answer({ out }: Ran): Answer {
  return JSON.parse(out) as Answer
}

/** Runs a command of the installer that has to work. */
export async function runInstaller({ site }: Installation, ...args: string[]): Promise<Ran> {
  return expectWorked(args, await site.airgap(args))
}

export function expectWorked(args: readonly string[], ran: Ran): Ran {
  if (ran.code !== 0) throw new Error(`airgap ${args.join(' ')} ends with ${ran.code}\n${ran.out}\n${ran.err}`)
  return ran
}

/** What changes when somebody changes an object: its generation, or its version where nobody but its owner writes. */
export async function generations({ site }: Installation, namespace: string): Promise<string[]> {
  const { core, apps } = site.cluster.client
  const [secrets, maps, deployments, sets] = [
    await core.listNamespacedSecret({ namespace }),
    await core.listNamespacedConfigMap({ namespace }),
    await apps.listNamespacedDeployment({ namespace }),
    await apps.listNamespacedStatefulSet({ namespace }),
  ]
  return [
    ...[...secrets.items, ...maps.items].map(({ metadata }) => `${metadata?.name} ${metadata?.resourceVersion}`),
    ...[...deployments.items, ...sets.items].map(({ metadata }) => `${metadata?.name} ${metadata?.generation}`),
  ]
}
