import type { KubernetesSettings } from '../kubernetes-settings.ts'

/** The resource by which nodes offer GPUs, and how many of it are one device (more than one where devices are shared in turns). */
export type GpuResource = { name: string; unitsPerDevice: number }

/** What rendering needs to know of the cluster. */
export type RenderContext = {
  settings: KubernetesSettings
  /** For the nodes that a run was assigned, or for the cluster when there are none. */
  gpu: GpuResource | undefined
  /** Whether volumes of a class (undefined: the default one) can be written by several nodes; null where that cannot be told. */
  isSharedClass: (name: string | undefined) => boolean | null
  /** Controllers that are installed, by resource: `jobsets.jobset.x-k8s.io`. */
  apis: ReadonlySet<string>
}

/** The run asks for something that this cluster cannot give. */
export class RenderRefusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
