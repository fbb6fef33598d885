import { z } from 'zod'
import { isDigest, type Digest } from '../oci/digest.ts'

export const ARCHITECTURES = ['amd64', 'arm64'] as const
export type Architecture = (typeof ARCHITECTURES)[number]

/** What a bundle can be used for: both phases, or the cluster's alone where a control plane lives elsewhere. */
export const PURPOSES = ['site', 'cluster'] as const
export type Purpose = (typeof PURPOSES)[number]

export const MODES = ['airgapped', 'onprem', 'hybrid'] as const
export const PLATFORMS = ['kubernetes', 'openshift', 'linux'] as const
export const IMAGE_ROLES = ['control-plane', 'agent', 'postgresql', 'pause'] as const
export type ImageRole = (typeof IMAGE_ROLES)[number]

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'not a sha256 digest')
const version = z.string().regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'not a version such as 1.4.0')
const path = z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[\w./+@=-]+$/, 'not a path inside the bundle')

const releaseImage = z.strictObject({
  role: z.enum(IMAGE_ROLES),
  /** As the layout in `images/` knows it: registry, repository and tag. */
  name: z.string(),
  /** Repository without a registry; a push puts the site's registry and project before it. */
  repository: z.string(),
  tag: z.string(),
  /** Of the manifest: what manifests on a cluster name. */
  digest,
  /** Bytes to pull, layers that images share counted in each. */
  size: z.int().positive(),
  platforms: z
    .array(
      z.strictObject({ os: z.literal('linux'), architecture: z.enum(ARCHITECTURES), digest, size: z.int().positive() }),
    )
    .min(1),
})
export type ReleaseImage = z.infer<typeof releaseImage>

const releaseChart = z.strictObject({ name: z.string(), version, file: path, digest })
export type ReleaseChart = z.infer<typeof releaseChart>

/** What a delta leaves out: a file of a whole bundle. */
const omitted = z.strictObject({ path, digest, size: z.int().nonnegative() })
export type Omitted = z.infer<typeof omitted>

/** What one bundle is: `release.json`. It is covered by `SHA256SUMS`, and that by the signatures. */
export const release = z.strictObject({
  schema: z.literal(1),
  product: z.literal('fairlead'),
  version,
  /** Grows with every release and never repeats: a bundle with a smaller one than a site has seen is old, whatever its clock says. */
  counter: z.int().positive(),
  createdFrom: z.strictObject({ commit: z.string().regex(/^[0-9a-f]{40}$/), at: z.iso.datetime() }),
  architecture: z.enum(ARCHITECTURES),
  purpose: z.enum(PURPOSES),
  modes: z.array(z.enum(MODES)).min(1),
  platforms: z.array(z.enum(PLATFORMS)).min(1),
  /** Versions that can be upgraded to this one, both ends included. */
  upgradeFrom: z.strictObject({ oldest: version, newest: version }),
  images: z.array(releaseImage).min(1),
  charts: z.array(releaseChart),
  /** Programs of the bundle and what they are for. */
  files: z.array(z.strictObject({ path, size: z.int().nonnegative(), digest, about: z.string() })),
  /** In a delta: the release whose blobs have to be in the registry, and which of them this file leaves out. */
  base: z
    .strictObject({
      version,
      counter: z.int().positive(),
      /** Of the base bundle's own release.json. */
      digest,
      omitted: z.array(omitted),
    })
    .optional(),
})
export type Release = z.infer<typeof release>
