import type { Kube } from '../../install/kube.ts'
import type { Site } from '../../site/site.ts'
import { fail, pass, warn, type Check } from '../check.ts'

/** K5: where the bundled database keeps its data. */
export async function checkStorage(kube: Kube, site: Site): Promise<Check[]> {
  const bundled = site.backend?.database.bundled
  if (bundled === undefined) return []
  const what = 'storage class'
  const { items } = await kube.storage.listStorageClass()
  const named = bundled.storageClass
  const isDefault = (annotations: Record<string, string> = {}) =>
    annotations['storageclass.kubernetes.io/is-default-class'] === 'true'
  const found = items.find(({ metadata }) =>
    named === undefined ? isDefault(metadata?.annotations) : metadata?.name === named,
  )
  const names = items.map(({ metadata }) => metadata?.name).join(', ') || 'none'
  if (found === undefined)
    return [
      fail(
        'K5',
        what,
        names,
        named === undefined
          ? 'no class is the default one: name one in backend.database.bundled.storageClass'
          : `there is no class ${named}: name one of those that there are`,
      ),
    ]
  const name = found.metadata?.name ?? ''
  if (found.allowVolumeExpansion !== true)
    return [warn('K5', what, name, `volumes of this class cannot grow: make sure that ${bundled.size} is enough`)]
  return [pass('K5', what, name)]
}
