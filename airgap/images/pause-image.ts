import { image, type ImageSpec } from '../oci/image.ts'
import type { ImageTarget } from './fairlead-image.ts'

/** What holds the namespaces of a pod: one static program that waits. */
export function pauseImage(target: ImageTarget, program: string): ImageSpec {
  return image({
    name: `${target.registry}/pause:${target.tag}`,
    layers: [{ from: program, to: '/pause', mode: 0o755 }],
    entrypoint: ['/pause'],
    user: '65535:65535',
    ...(target.runtime === undefined ? {} : { platform: { os: 'linux', architecture: target.runtime.architecture } }),
  })
}
