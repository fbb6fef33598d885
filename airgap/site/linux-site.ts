import { z } from 'zod'
import { onCalendar } from '../linux/on-calendar.ts'
import { BACKEND_COMMON } from './backend-section.ts'
import { backupSection } from './backup-section.ts'

const file = z.string().min(1)
const origin = z.string().regex(/^https?:\/\/[^/@?#\s]+$/, 'must be scheme, host and port, without a path')
const folder = z.string().regex(/^\/[\w./-]+$/, 'must be a path from the root on')
const port = z.int().min(1024).max(65_535)

const oneOf = (choices: readonly string[]) => (value: object) =>
  choices.filter((choice) => choice in value).length === 1

/** `site.yaml` of a host without Kubernetes: systemd runs what else pods would be. Files are named relative to it; secrets are in files of their own. */
export const linuxSite = z.strictObject({
  mode: z.enum(['airgapped', 'onprem', 'hybrid']).default('airgapped'),
  platform: z.literal('linux'),
  /** Authorities of the site that are trusted beside the ones that programs bring. */
  ca: z.array(file).default([]),
  time: z.strictObject({ maxSkewSeconds: z.number().positive().max(600).default(60) }).prefault({}),
  /** Phase 1: the control plane. */
  backend: z
    .strictObject({
      /** The address by which browsers and agents reach it. */
      url: origin,
      listen: z.strictObject({ host: z.string().min(1).default('0.0.0.0'), port: port.default(8443) }).prefault({}),
      /** Left out, a proxy before it has to bring TLS. */
      tls: z.strictObject({ certFile: file, keyFile: file }).optional(),
      database: z
        .strictObject({
          /** A file with a URL such as postgres://owner:password@host:5432/fairlead?sslmode=verify-full. */
          external: z.strictObject({ urlFile: file }).optional(),
          /** One PostgreSQL on this host, which listens on the loopback address alone. */
          bundled: z.strictObject({ port: port.default(5432) }).optional(),
        })
        .refine(oneOf(['external', 'bundled']), 'must name one of external and bundled'),
      ...BACKEND_COMMON,
    })
    .optional(),
  /** Phase 2: this host as a cluster of one node. */
  cluster: z
    .strictObject({
      controlPlane: origin,
      /** The join token that "Add cluster" or `fairlead cluster add` gives. Read from standard input when left out. */
      joinTokenFile: file.optional(),
      nodeName: z.string().min(1).max(253).optional(),
      /** What work may use of this host; all of it when left out. Cores, and an amount such as 64Gi. */
      cpu: z.number().positive().optional(),
      memory: z
        .string()
        .regex(/^\d+(Mi|Gi|Ti)$/, 'must be a size such as 64Gi')
        .optional(),
      /** Folders that work may write to. Elsewhere it sees the host and changes nothing. */
      writable: z.array(folder).default([]),
      /** For /health and /metrics, on the loopback address. */
      healthPort: port.default(9464),
    })
    .optional(),
  /** Copies of the control plane's database and of what this site needs to come back. Those by night go to a folder of this host. */
  backup: backupSection({})
    .superRefine(({ nightly }, context) => {
      try {
        if (nightly !== undefined) onCalendar(nightly.schedule)
      } catch (error) {
        context.addIssue({ code: 'custom', path: ['nightly', 'schedule'], message: (error as Error).message })
      }
    })
    .optional(),
})
export type LinuxSite = z.infer<typeof linuxSite> & {
  /** Where it was read from, if from a file. */
  path?: string
}
export type LinuxBackend = NonNullable<LinuxSite['backend']>
export type LinuxCluster = NonNullable<LinuxSite['cluster']>
