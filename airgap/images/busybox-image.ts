import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { image, type ImageSpec } from '../oci/image.ts'
import type { LayerSource } from '../oci/layer-entries.ts'
import type { ImageTarget } from './fairlead-image.ts'

const BUSYBOX = '/bin/busybox'

/** A shell and the usual small programs, for test workloads: Debian's static busybox under all of its names. */
export function busyboxImage(target: ImageTarget, busybox = BUSYBOX): ImageSpec {
  if (!existsSync(busybox)) throw new Error(`there is no ${busybox}: install busybox-static`)
  const names = spawnSync(busybox, ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n')
  const files: LayerSource[] = [
    { from: busybox, to: '/bin/busybox', mode: 0o755 },
    ...names.filter((name) => name !== 'busybox').map((name) => ({ link: 'busybox', to: `/bin/${name}` })),
    { text: 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n', to: '/etc/passwd' },
    { text: 'root:x:0:\nnobody:x:65534:\n', to: '/etc/group' },
    { folder: '/tmp', mode: 0o1777 },
  ]
  return image({
    name: `${target.registry}/busybox:${target.tag}`,
    layers: [files],
    command: ['/bin/sh'],
    env: { PATH: '/bin' },
    user: '65534:65534',
  })
}
