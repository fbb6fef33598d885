import { z } from 'zod'
import { isDigest, type Digest } from './digest.ts'

/** The media types of the OCI image specification that Fairlead writes and reads. */
export const MEDIA = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const

/** Where an image's name stands: the first for every tool, the second because `ctr images import` looks there first. */
export const REF_NAME = 'org.opencontainers.image.ref.name'
export const CONTAINERD_NAME = 'io.containerd.image.name'

const platform = z.object({ architecture: z.string(), os: z.string() })

const descriptor = z.object({
  mediaType: z.string(),
  digest: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'not a sha256 digest'),
  size: z.int().nonnegative(),
  platform: platform.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
})
export type Descriptor = z.infer<typeof descriptor>
export type Platform = z.infer<typeof platform>

export const imageIndex = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(MEDIA.index).optional(),
  manifests: z.array(descriptor),
})
export type ImageIndex = z.infer<typeof imageIndex>

export const imageManifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(MEDIA.manifest),
  config: descriptor,
  layers: z.array(descriptor),
})
export type ImageManifest = z.infer<typeof imageManifest>

export const imageConfig = z.object({
  created: z.string().optional(),
  architecture: z.string(),
  os: z.string(),
  config: z
    .object({
      User: z.string().optional(),
      ExposedPorts: z.record(z.string(), z.object({})).optional(),
      Env: z.array(z.string()).optional(),
      Entrypoint: z.array(z.string()).optional(),
      Cmd: z.array(z.string()).optional(),
      WorkingDir: z.string().optional(),
      Labels: z.record(z.string(), z.string()).optional(),
      StopSignal: z.string().optional(),
    })
    .optional(),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(descriptor.shape.digest) }),
  history: z.array(z.object({ created: z.string().optional(), created_by: z.string().optional() })).optional(),
})
export type ImageConfig = z.infer<typeof imageConfig>
