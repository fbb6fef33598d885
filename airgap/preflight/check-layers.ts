import type { OpenBundle } from '../cli/open-bundle.ts'
import { formatBytes } from '../cli/progress.ts'
import { describeLayers, howToBring, missingLayers, type AbsentLayer } from '../install/missing-layers.ts'
import type { RegistryClient } from '../registry/registry-client.ts'
import type { Site } from '../site/site.ts'
import { fail, pass, type Check } from './check.ts'

const WHAT = 'layers that the delta leaves out'

/** B6: what a delta leaves out is in the registry, which is asked for each layer. `layers` are those that are not on this machine; `from` is where the bundle was looked for that it builds on. */
export async function checkLayers(
  client: RegistryClient,
  registry: Site['registry'],
  { release }: Pick<OpenBundle, 'release'>,
  layers: readonly AbsentLayer[],
  from: string,
): Promise<Check> {
  if (layers.length === 0) return pass('B6', WHAT, release.base === undefined ? 'none' : 'all are here')
  const all = `${layers.length} layers, ${formatBytes(bytesOf(layers))}`
  try {
    const missing = await missingLayers(client, registry, layers, 'push')
    if (missing.length === 0) return pass('B6', WHAT, `${all}, in the registry`)
    return fail(
      'B6',
      WHAT,
      `${missing.length} of ${all}, are not in the registry: ${describeLayers(missing).join('; ')}`,
      howToBring(release, from),
    )
  } catch (error) {
    return fail('B6', WHAT, `${all}, and the registry does not tell`, (error as Error).message)
  }
}

/** B6 where there is no registry: everything has to be here. */
export function checkLayersHere({ release, absent }: Pick<OpenBundle, 'release' | 'absent'>, from: string): Check {
  if (absent.length === 0) return pass('B6', WHAT, release.base === undefined ? 'none' : 'all are here')
  const seen = `${absent.length} layers, ${formatBytes(bytesOf(absent))}, are not on this machine: ${absent.map(({ path }) => path).join(', ')}`
  return fail('B6', WHAT, seen, howToBring(release, from))
}

function bytesOf(layers: readonly { size: number }[]): number {
  return layers.reduce((sum, { size }) => sum + size, 0)
}
