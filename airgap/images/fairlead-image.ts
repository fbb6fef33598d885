import { image, type ImageSpec } from '../oci/image.ts'
import type { LayerSource } from '../oci/layer-entries.ts'
import { NON_ROOT, nodeRuntime, ownRuntime, type Runtime } from './node-runtime.ts'

export interface ImageTarget {
  /** Registry and, if need be, the project in it. */
  registry: string
  tag: string
  /** Left out, that of this machine. */
  runtime?: Runtime
  /** What the program says that it is; left out, the version of its package. */
  version?: string
  /** Programs for backups of the database, for the control plane; left out, it cannot make any by itself. */
  databaseClient?: LayerSource[]
}

/** What the images of our programs have in common. They run under any user and write only where something is mounted. */
export function fairleadImage(
  program: { name: string; title: string; flags: readonly string[]; env: Record<string, string>; ports?: number[] },
  layers: readonly (readonly LayerSource[])[],
  target: ImageTarget,
): ImageSpec {
  const { runtime = ownRuntime() } = target
  return image({
    name: `${target.registry}/${program.name}:${target.tag}`,
    platform: { os: 'linux', architecture: runtime.architecture },
    layers: [...nodeRuntime(runtime), ...layers],
    entrypoint: ['/usr/local/bin/node', ...program.flags, '/app/dist/server/main.js'],
    workingDir: '/app',
    user: NON_ROOT,
    env: { NODE_ENV: 'production', PATH: '/usr/local/bin', ...program.env },
    ...(program.ports === undefined ? {} : { ports: program.ports }),
    labels: {
      'org.opencontainers.image.title': program.title,
      'org.opencontainers.image.version': target.tag,
      'org.opencontainers.image.licenses': 'Apache-2.0',
    },
  })
}
