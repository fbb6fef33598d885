import { UPGRADE_STEPS } from '@fairlead/airgap/install/steps'
import { execInPod } from '@fairlead/rig/cluster/talk-to-pod'
import { expect } from 'vitest'
import { until } from '../../../tools/processes/child.ts'
import type { OfflineSite, Ran } from './offline-site.ts'

type Step = (typeof UPGRADE_STEPS)[number]
/** As a step begins, which is after the one before; or so many ms into it. */
export type Kill = Step | [step: Step, afterMs: number]

/** Where an upgrade is killed: at steps of every kind, and with `FAIRLEAD_AIRGAP_FULL=1` at every step. By then the chart has been asked for, and its migration runs. */
export const KILLS: readonly Kill[] =
  process.env['FAIRLEAD_AIRGAP_FULL'] === '1'
    ? UPGRADE_STEPS.slice(1, -1).flatMap((step): Kill[] => (step === 'chart' ? [step, [step, 1500]] : [step]))
    : ['backup-trial', 'mark', ['chart', 1500], 'record']

/** Runs `upgrade` once for each kill and then to its end. Each run goes on from what the killed one before has left. */
export async function upgradeThroughKills(site: OfflineSite, bundle: string, kills: readonly Kill[]): Promise<Ran> {
  for (const kill of kills) {
    const [step, killDelayMs] = typeof kill === 'string' ? [kill] : kill
    const how = {
      bundle,
      killWhen: new RegExp(`"id":"${step}"`),
      ...(killDelayMs === undefined ? {} : { killDelayMs }),
    }
    const { code, err } = await site.airgap(['--json', 'upgrade'], how)
    if (code !== null) throw new Error(`upgrade was not killed at ${step}, and ended with ${code}\n${err}`)
  }
  const ran = await site.airgap(['--json', 'upgrade'], { bundle })
  if (ran.code !== 0) throw new Error(`upgrade ends with ${ran.code} after ${kills.length} kills\n${ran.err}`)
  return ran
}

/** The steps that a run has told. */
export function stepsOf({ err }: Ran): string[] {
  const lines = err.split('\n').filter((line) => line.startsWith('{'))
  return lines.flatMap((line) => (JSON.parse(line) as { id?: string }).id ?? [])
}

const KINDS = [
  ['v1', 'Secret'],
  ['v1', 'ConfigMap'],
  ['v1', 'Service'],
  ['v1', 'ServiceAccount'],
  ['v1', 'PersistentVolumeClaim'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['batch/v1', 'CronJob'],
  ['batch/v1', 'Job'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['coordination.k8s.io/v1', 'Lease'],
] as const

/** Names of all that is in the namespace of the control plane; of the releases of Helm, what they say of themselves in place of how many there were. */
export async function objectsOf({ cluster }: OfflineSite): Promise<string[]> {
  const names = new Set<string>()
  for (const [apiVersion, kind] of KINDS) {
    const { items } = await cluster.client.objects.list(apiVersion, kind, 'fairlead')
    for (const { metadata } of items) {
      const ofHelm = metadata?.name?.startsWith('sh.helm.release') === true
      names.add(ofHelm ? `release ${metadata?.labels?.['status']}` : `${kind} ${metadata?.name}`)
    }
  }
  // Those of before stay for Helm's own way back.
  names.delete('release superseded')
  return [...names].toSorted()
}

/** Tables in which a control plane that goes on working writes nothing while nobody asks it to. */
const STILL = [
  'departments',
  'organizations',
  'projects',
  'quotas',
  'role_bindings',
  'server_keys',
  'users',
  'workload_specs',
  'workloads',
]

/** A hash over the rows of each. */
export async function dataOf({ cluster }: OfflineSite): Promise<Record<string, string>> {
  const command = ['/usr/local/bin/node', '/app/dist/server/admin.js', 'contents']
  // The pod of the release before may end while it is asked.
  const stdout = await until('the control plane lists what its database holds', async () => {
    const name = await servingPod(cluster)
    if (name === undefined) return undefined
    const { stdout: list } = await execInPod(
      cluster.client,
      { name, namespace: 'fairlead', container: 'control-plane' },
      command,
    )
    return list === '' ? undefined : list
  })
  const { tables } = JSON.parse(stdout) as { tables: { table: string; hash: string }[] }
  const still = tables.filter(({ table }) => STILL.includes(table.replace('public.', '')))
  expect(still).toHaveLength(STILL.length)
  return Object.fromEntries(still.map(({ table, hash }) => [table, hash]))
}

async function servingPod(cluster: OfflineSite['cluster']): Promise<string | undefined> {
  const labelSelector = 'app.kubernetes.io/component=control-plane'
  const { items } = await cluster.client.core.listNamespacedPod({ namespace: 'fairlead', labelSelector })
  const pod = items.find(
    ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined &&
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  )
  return pod?.metadata?.name
}
