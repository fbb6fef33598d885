import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ROOT } from '../../tools/processes/child.ts'
import { sha256Of } from '../release/checksums.ts'
import type { Purpose, ReleaseChart } from '../release/release.ts'
import { writeArchive } from './write-archive.ts'

const CHARTS = { site: ['fairlead', 'fairlead-agent'], cluster: ['fairlead-agent'] } as const satisfies Record<
  Purpose,
  readonly string[]
>

/** Packs charts as `helm install` takes them. */
export async function bundleCharts(bundle: string, purpose: Purpose): Promise<ReleaseChart[]> {
  mkdirSync(join(bundle, 'charts'), { recursive: true })
  const charts: ReleaseChart[] = []
  for (const name of CHARTS[purpose]) {
    const folder = join(ROOT, 'charts', name)
    const { version } = parse(readFileSync(join(folder, 'Chart.yaml'), 'utf8')) as { version: string }
    const file = `charts/${name}-${version}.tgz`
    await writeArchive(folder, name, join(bundle, file), 9)
    charts.push({ name, version, file, digest: `sha256:${await sha256Of(join(bundle, file))}` })
  }
  return charts
}
