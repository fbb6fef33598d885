import { image, type ImageSpec } from '../oci/image.ts'
import type { ImageTarget } from './fairlead-image.ts'
import { NON_ROOT, nodeRuntime, ownRuntime } from './node-runtime.ts'

/** Node alone, for test workloads that are written in JavaScript. */
export function nodeImage(target: ImageTarget): ImageSpec {
  const { runtime = ownRuntime() } = target
  return image({
    name: `${target.registry}/node:${target.tag}`,
    platform: { os: 'linux', architecture: runtime.architecture },
    layers: nodeRuntime(runtime),
    entrypoint: ['/usr/local/bin/node'],
    env: { PATH: '/usr/local/bin' },
    user: NON_ROOT,
  })
}
