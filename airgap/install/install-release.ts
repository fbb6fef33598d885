import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseAllDocuments, stringify } from 'yaml'
import { z } from 'zod'
import { AirgapError } from '../cli/airgap-error.ts'
import type { ReleaseChart } from '../release/release.ts'
import { asHeader, type Applied } from './apply-objects.ts'
import { helm, type HelmOptions } from './helm.ts'
import { orUndefined, type Kube } from './kube.ts'
import type { KubeObject } from './kube-object.ts'

export interface ChartInstall extends Pick<HelmOptions, 'bundle' | 'env' | 'signal'> {
  kube: Kube
  chart: ReleaseChart
  /** Of the release and of the chart. */
  name: string
  namespace: string
  values: object
  /** The packed chart, where it is not the one in the bundle. */
  chartFile?: string
  /** Leaves out what runs before a change, such as migrations: a way back has none. */
  hooks?: boolean
}

const helmStatus = z.object({
  version: z.int(),
  info: z.object({ status: z.string(), description: z.string().optional() }),
})

const LOOK_MS = 2000
const PENDING_LOOKS = 20

/** The objects of a chart with these values, hooks among them, as YAML. No cluster is asked. */
export async function renderChart(install: Omit<ChartInstall, 'kube'>): Promise<string> {
  const { bundle, chart, name, namespace, values, env } = install
  return await withValues(values, (file) =>
    helm({ bundle, env, args: ['template', name, join(bundle.folder, chart.file), '-n', namespace, '-f', file] }),
  )
}

/** The objects in a text of YAML. */
export function objectsIn(text: string): KubeObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null)
}

/**
 * Brings a release to this chart and these values. One that is so already, with every object there, is left alone; one that an earlier run left in the middle is taken
 * up. Throws with exit class `cluster`.
 */
export async function installRelease(install: ChartInstall): Promise<Applied> {
  const { bundle, kube, chart, name, namespace, values, env, signal } = install
  const chartFile = install.chartFile ?? join(bundle.folder, chart.file)
  const mark = `airgap ${fingerprintOf(chart, values)}`
  let found = await statusOfRelease(install)
  // The helm of a run that was killed may outlive it and still come to its end.
  for (let looks = 0; isPending(found) && looks < PENDING_LOOKS; looks++) {
    await sleep(LOOK_MS, undefined, signal === undefined ? {} : { signal })
    found = await statusOfRelease(install)
  }
  if (found?.info.status === 'deployed' && found.info.description === mark && (await isWhole(install)))
    return 'as it was'
  if (found !== undefined && isPending(found)) await forgetRevision(install, found.version)
  await withValues(values, (file) =>
    helm({
      bundle,
      kube,
      env,
      ...(signal === undefined ? {} : { signal }),
      args: ['upgrade', '--install', name, chartFile, '-n', namespace, '-f', file].concat([
        ...(install.hooks === false ? ['--no-hooks'] : []),
        '--description',
        mark,
        '--history-max',
        '4',
        '--timeout',
        '10m',
      ]),
    }),
  )
  return found === undefined ? 'made' : 'changed'
}

function isPending(found: z.infer<typeof helmStatus> | undefined): boolean {
  return found?.info.status.startsWith('pending-') ?? false
}

/** Undefined for a release that is not there. */
async function statusOfRelease(install: ChartInstall): Promise<z.infer<typeof helmStatus> | undefined> {
  const { bundle, kube, name, namespace, env } = install
  try {
    const text = await helm({ bundle, kube, env, args: ['status', name, '-n', namespace, '-o', 'json'] })
    return helmStatus.parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof AirgapError && /not found/.test(error.message)) return undefined
    throw error
  }
}

/** What somebody has removed by hand comes back. */
async function isWhole({ bundle, kube, name, namespace, env }: ChartInstall): Promise<boolean> {
  const manifest = await helm({ bundle, kube, env, args: ['get', 'manifest', name, '-n', namespace] })
  for (const object of objectsIn(manifest)) {
    const header = asHeader(object)
    if (
      (await orUndefined(kube.objects.read({ ...header, metadata: { namespace, ...header.metadata } }))) === undefined
    )
      return false
  }
  return true
}

/** A helm that was killed leaves a revision that says "in progress" for ever. What it made stays and is taken over. */
async function forgetRevision({ kube, name, namespace }: ChartInstall, version: number): Promise<void> {
  await orUndefined(kube.core.deleteNamespacedSecret({ namespace, name: `sh.helm.release.v1.${name}.v${version}` }))
}

function fingerprintOf(chart: ReleaseChart, values: object): string {
  return createHash('sha256')
    .update(`${chart.digest}\n${stringify(values)}`)
    .digest('hex')
}

async function withValues<T>(values: object, work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-values-'))
  try {
    const file = join(folder, 'values.yaml')
    writeFileSync(file, stringify(values), { mode: 0o600 })
    return await work(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
