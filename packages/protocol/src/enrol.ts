import { z } from 'zod'

/** Paths of the agent's side door. Nothing else of the control plane accepts an agent's key. */
export const ENROL_PATH = '/agent/v1/enrol'
export const NONCE_PATH = '/agent/v1/nonce'
export const CONNECT_PATH = '/agent/v1/connect'

/** `typ` headers that keep the two proofs apart: one is never accepted as the other. */
export const ENROL_PROOF_TYP = 'agent-enrol+jwt'
export const CONNECT_PROOF_TYP = 'agent-pop+jwt'

/** Response header with a fresh nonce, sent with every 401 of the connect path. */
export const NONCE_HEADER = 'agent-nonce'

/** Scheme of the Authorization header on connect: `AgentPoP <JWS>`. */
export const CONNECT_SCHEME = 'AgentPoP'

/** An Ed25519 public key as a JWK. A private member makes the request invalid. */
export const AgentPublicKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type AgentPublicKey = z.infer<typeof AgentPublicKey>

export const EnrolRequest = z.object({
  /** The join token: single use, bound to one cluster. */
  token: z.string().min(20).max(200),
  jwk: AgentPublicKey,
  /** Compact JWS by that key, `typ` {@link ENROL_PROOF_TYP}, claims {@link EnrolProofClaims}. */
  proof: z.string().max(4096),
  /** What identifies the cluster itself: the UID of `kube-system`, or an id that the agent made for its host. */
  clusterUid: z.string().min(1).max(128),
  driver: z.string().min(1).max(32),
  agentVersion: z.string().max(64),
})
export type EnrolRequest = z.infer<typeof EnrolRequest>

export const EnrolProofClaims = z.object({
  /** base64url SHA-256 of the join token: the proof is of no use with another token. */
  token_sha256: z.string(),
  nonce: z.string(),
  aud: z.string(),
  exp: z.int(),
  iat: z.int(),
})

export const EnrolResponse = z.object({
  clusterId: z.uuid(),
  clusterName: z.string(),
  /** `pending` agents may connect, and receive nothing until an administrator accepts the cluster. */
  state: z.enum(['pending', 'accepted']),
  /** RFC 7638 thumbprint of the enrolled key, for the owner to compare. */
  thumbprint: z.string(),
})
export type EnrolResponse = z.infer<typeof EnrolResponse>

export const ConnectProofClaims = z.object({
  /** Cluster id. */
  iss: z.uuid(),
  aud: z.string(),
  jti: z.string().min(16).max(64),
  iat: z.int(),
  exp: z.int(),
  nonce: z.string(),
  /** One id for each start of the agent's process. */
  boot_id: z.string().min(8).max(64),
})
export type ConnectProofClaims = z.infer<typeof ConnectProofClaims>
