import { z } from 'zod'

/** A WebSocket that an installer opens from a pod of a cluster, before there is an agent: it carries nothing and changes nothing. */
export const PROBE_PATH = '/agent/v1/probe'

/** Request header with the join token that will be used; left out, nothing is said of a token. */
export const PROBE_TOKEN_HEADER = 'agent-join-token'

/** Request header with what identifies the cluster itself, as in an enrolment. */
export const PROBE_CLUSTER_HEADER = 'agent-cluster-uid'

/** How long a probe may stay open, in milliseconds: longer than proxies let an idle connection live that cut at a minute or two. */
export const PROBE_MS_MAX = 150_000

/** The one message that a probe gets, when it has opened. What it sends then comes back as it was. */
export const ProbeAnswer = z.object({
  /** Release of the control plane. */
  version: z.string().max(64),
  /** Wire versions that it understands, oldest first. */
  protocols: z.array(z.string().max(16)).min(1).max(32),
  /** Of the token that came along; `none` when none did. Looking spends nothing. */
  token: z.enum(['good', 'bad', 'none']),
  /** Whom a good token is for. */
  cluster: z
    .object({
      name: z.string(),
      /** An agent has enrolled for it before. */
      isEnrolled: z.boolean(),
      /** And that was in another cluster than the one that asks. */
      isElsewhere: z.boolean(),
    })
    .optional(),
  /** Other names under which the cluster that asks has enrolled with the same organization. */
  enrolledAs: z.array(z.string()).max(16),
})
export type ProbeAnswer = z.infer<typeof ProbeAnswer>
