import type { Platform } from './documents.ts'
import type { LayerSource } from './layer-entries.ts'

export interface ImageOptions {
  /** With registry and tag, such as `registry.example/team/app:1.2.0`. */
  name: string
  /** From the bottom to the top; what changes least comes first, so that images share it. */
  layers: readonly (LayerSource | readonly LayerSource[])[]
  platform?: Platform
  entrypoint?: readonly string[]
  command?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** As `uid:gid`. */
  user?: string
  labels?: Readonly<Record<string, string>>
  ports?: readonly number[]
  workingDir?: string
  /** By which a runtime asks the program to end; TERM when left out. */
  stopSignal?: 'SIGINT' | 'SIGQUIT'
  /** The only time in the image. Left out, it is the epoch, so that equal content stays equal. */
  created?: Date
}

export interface ImageSpec extends ImageOptions {
  layers: readonly (readonly LayerSource[])[]
  platform: Platform
  created: Date
}

/** Describes an image; `writeImages` makes it. Throws for a name that a registry would refuse. */
export function image(options: ImageOptions): ImageSpec {
  parseName(options.name)
  return {
    ...options,
    layers: options.layers.map((layer) => ('length' in layer ? layer : [layer])),
    platform: options.platform ?? { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch },
    created: options.created ?? new Date(0),
  }
}

export interface ImageName {
  registry: string
  repository: string
  tag: string
}

const NAME =
  /^(?<registry>[a-z0-9][a-z0-9.-]*(?::\d+)?)\/(?<repository>[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*):(?<tag>\w[\w.-]{0,127})$/

/** Takes a full image name apart. Throws for one that leaves the registry or the tag to a default. */
export function parseName(name: string): ImageName {
  const { registry, repository, tag } = NAME.exec(name)?.groups ?? {}
  if (registry === undefined || repository === undefined || tag === undefined || !/[.:]|^localhost$/.test(registry))
    throw new Error(
      `${name} is no full image name: write registry, repository and tag, as in registry.example/app:1.0.0`,
    )
  return { registry, repository, tag }
}
