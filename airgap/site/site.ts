import { z } from 'zod'
import { BACKEND_COMMON } from './backend-section.ts'
import { backupSection } from './backup-section.ts'
import { registrySection } from './registry-section.ts'

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/
const name = z.string().regex(DNS_LABEL, 'must be a name as Kubernetes takes it: small letters, digits and hyphens')
const file = z.string().min(1)
const host = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'must be a host name, without scheme and port',
  )
const origin = z.string().regex(/^https?:\/\/[^/@?#\s]+$/, 'must be scheme, host and port, without a path')
const quantity = z.string().regex(/^\d+(\.\d+)?(Mi|Gi|Ti)$/, 'must be a size such as 20Gi')

const oneOf = (choices: readonly string[]) => (value: object) =>
  choices.filter((choice) => choice in value).length === 1

/** What the administrator of a site writes down: `site.yaml`. Files are named relative to it; secrets are in files of their own and never in it. */
export const site = z.strictObject({
  mode: z.enum(['airgapped', 'onprem', 'hybrid']).default('airgapped'),
  /** `auto` asks the cluster. A host without one says `linux`, which has a file of another kind: see `linux-site.ts`. */
  platform: z.enum(['auto', 'kubernetes', 'openshift']).default('auto'),
  registry: registrySection,
  kubernetes: z
    .strictObject({
      /** $KUBECONFIG, or else ~/.kube/config, when left out. */
      kubeconfig: file.optional(),
      context: z.string().min(1).optional(),
    })
    .prefault({}),
  /** Authorities of the site that pods trust: alone where the site is air-gapped, elsewhere beside the ones that their programs bring. */
  ca: z.array(file).default([]),
  time: z.strictObject({ maxSkewSeconds: z.number().positive().max(600).default(60) }).prefault({}),
  /** Phase 1: the control plane. */
  backend: z
    .strictObject({
      namespace: name.default('fairlead'),
      /** The name by which browsers and agents reach it. */
      domain: host,
      /** Where the address is another than what follows from domain and expose, such as behind a load balancer. */
      url: origin.optional(),
      expose: z
        .strictObject({
          ingress: z.strictObject({ className: name.optional() }).optional(),
          route: z.strictObject({}).optional(),
          nodePort: z.int().min(1024).max(65_535).optional(),
        })
        .refine(oneOf(['ingress', 'route', 'nodePort']), 'must name one of ingress, route and nodePort'),
      tls: z.strictObject({ certFile: file, keyFile: file }).optional(),
      database: z
        .strictObject({
          /** A file with a URL such as postgres://owner:password@host:5432/fairlead?sslmode=verify-full. */
          external: z.strictObject({ urlFile: file }).optional(),
          /** One PostgreSQL in the cluster, without a standby. */
          bundled: z
            .strictObject({ storageClass: z.string().min(1).optional(), size: quantity.default('20Gi') })
            .optional(),
        })
        .refine(oneOf(['external', 'bundled']), 'must name one of external and bundled'),
      replicas: z.int().min(1).max(20).default(2),
      /** A claim in the namespace, which every node can read: what `airgap downloads add` has laid there is handed out beside what the control plane brings. */
      downloads: z.strictObject({ claim: name }).optional(),
      ...BACKEND_COMMON,
    })
    .optional(),
  /** Phase 2: one cluster that runs work. */
  cluster: z
    .strictObject({
      namespace: name.default('fairlead-agent'),
      /** Where its agent reaches the control plane. */
      controlPlane: origin,
      /** The join token that "Add cluster" or `fairlead cluster add` gives. Read from standard input when left out. */
      joinTokenFile: file.optional(),
      /** Namespaces in which work may run. They get the Pod Security level of `podSecurity` where they are made here. */
      projects: z.array(name).min(1),
      podSecurity: z.enum(['restricted', 'baseline']).default('restricted'),
      proxy: z.strictObject({ url: origin, except: z.array(z.string()).default([]) }).optional(),
      /** Of images that work may use; the site's registry when left out. */
      registries: z.array(z.string()).optional(),
    })
    .optional(),
  /** Copies of the control plane's database and of what this site needs to come back. */
  backup: backupSection({
    /** Of the volume that backups by night go to. */
    storageClass: z.string().min(1).optional(),
    size: quantity.default('20Gi'),
  }).optional(),
})
export type Site = z.infer<typeof site> & {
  /** Where it was read from, if from a file. */
  path?: string
}
export type BackendSite = NonNullable<Site['backend']>
export type ClusterSite = NonNullable<Site['cluster']>
