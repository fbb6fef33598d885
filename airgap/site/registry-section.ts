import { z } from 'zod'

const file = z.string().min(1)
const origin = z.string().regex(/^https?:\/\/[^/@?#\s]+$/, 'must be scheme, host and port, without a path')

/** What `./airgap serve` makes in `registry.serve.folder` and nodes have to trust, where the site gives it no certificate. */
export const AUTHORITY_FILE = 'ca.crt'

/** Where the nodes of a site get images from. */
export const registrySection = z
  .strictObject({
    url: origin,
    /** The place in the registry that images go to, such as a project of Harbor. */
    project: z
      .string()
      .regex(
        /^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
        'must be a repository path in small letters',
      )
      .default('fairlead'),
    /** The authority of the registry's certificate; given, no other is trusted. */
    caFile: file.optional(),
    /** A login that may push, as `podman login --authfile` writes it. */
    authFile: file.optional(),
    /** A login for the cluster, which need only pull; the one above when left out. */
    pullAuthFile: file.optional(),
    /** The site has no registry: `./airgap serve` is one, at `url`, on a host that nodes reach. Nothing is pushed to it. */
    serve: z
      .strictObject({
        /** Address and port that it listens on; every address and the port of `url` when left out. */
        listen: z
          .string()
          .regex(/^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/, 'must be an address and a port, such as 10.0.0.5:5000')
          .optional(),
        /** Its certificate, for the name in `url`; one is made, with an authority of its own, when left out. */
        tls: z.strictObject({ certFile: file, keyFile: file }).optional(),
        /** Where what is made is kept: `ca.crt` in it is what nodes have to trust. */
        folder: file.default('serve'),
      })
      .optional(),
  })
  .refine(
    ({ serve, authFile, pullAuthFile }) => serve === undefined || (authFile ?? pullAuthFile) === undefined,
    'has authFile or pullAuthFile beside serve, which asks nobody to sign in',
  )
  .refine(
    ({ serve, url }) => serve === undefined || url.startsWith('https:'),
    'must have a url with https where there is serve: most nodes pull from nothing else',
  )
