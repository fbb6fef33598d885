import { createHash, randomUUID } from 'node:crypto'
import {
  AGENT_TO_CONTROL,
  CONNECT_PATH,
  CONNECT_PROOF_TYP,
  CONNECT_SCHEME,
  CONTROL_TO_AGENT,
  ENROL_PATH,
  ENROL_PROOF_TYP,
  NONCE_PATH,
  Outbox,
  PROTOCOL_VERSION,
  SUBPROTOCOL,
  decode,
  digestOf,
  type AgentToControl,
  type ClusterStatus,
  type ControlToAgent,
  type DesiredItem,
  type Frame,
} from '@fairlead/protocol'
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose'
import { WebSocket } from 'ws'
import type { z } from 'zod'

export interface AgentKey {
  privateKey: CryptoKey
  jwk: { kty: 'OKP'; crv: 'Ed25519'; x: string }
  thumbprint: string
}

export async function newKey(): Promise<AgentKey> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const { x = '' } = await exportJWK(publicKey)
  const jwk = { kty: 'OKP' as const, crv: 'Ed25519' as const, x }
  return { privateKey, jwk, thumbprint: await calculateJwkThumbprint(jwk) }
}

export async function nonceOf(url: string): Promise<string> {
  const response = await fetch(`${url}${NONCE_PATH}`)
  return ((await response.json()) as { nonce: string }).nonce
}

/** Asks to enrol, with whatever is overridden to be wrong. */
export async function enrol(
  url: string,
  token: string,
  key: AgentKey,
  overrides: {
    clusterUid?: string
    proofToken?: string
    nonce?: string
    audience?: string
    typ?: string
    signWith?: AgentKey
  } = {},
): Promise<{ status: number; body: { clusterId?: string; error?: { code: string; message: string } } }> {
  const proof = await new SignJWT({
    nonce: overrides.nonce ?? (await nonceOf(url)),
    token_sha256: createHash('sha256')
      .update(overrides.proofToken ?? token)
      .digest('base64url'),
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: overrides.typ ?? ENROL_PROOF_TYP })
    .setAudience(overrides.audience ?? url)
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign((overrides.signWith ?? key).privateKey)
  const response = await fetch(`${url}${ENROL_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      jwk: key.jwk,
      proof,
      clusterUid: overrides.clusterUid ?? `uid-${key.thumbprint}`,
      driver: 'test',
      agentVersion: '0.0.0',
    }),
  })
  return { status: response.status, body: (await response.json()) as { clusterId?: string } }
}

export interface ProofOptions {
  typ?: string
  kid?: string
  iss?: string
  aud?: string
  nonce?: string
  jti?: string
  expiresIn?: string
  header?: Record<string, unknown>
  signWith?: AgentKey
}

export async function connectProof(
  url: string,
  clusterId: string,
  key: AgentKey,
  options: ProofOptions = {},
): Promise<string> {
  return await new SignJWT({ nonce: options.nonce ?? (await nonceOf(url)), boot_id: randomUUID() })
    .setProtectedHeader({
      alg: 'EdDSA',
      typ: options.typ ?? CONNECT_PROOF_TYP,
      kid: options.kid ?? key.thumbprint,
      ...options.header,
    })
    .setIssuer(options.iss ?? clusterId)
    .setAudience(options.aud ?? `${url}${CONNECT_PATH}`)
    .setJti(options.jti ?? randomUUID())
    .setIssuedAt()
    .setExpirationTime(options.expiresIn ?? '60s')
    .sign((options.signWith ?? key).privateKey)
}

export type ControlFrame = Frame<ControlToAgent>

/** An agent that does exactly what a test tells it, and keeps what it hears. */
export class TestAgent {
  readonly frames: ControlFrame[] = []
  readonly items = new Map<string, DesiredItem>()
  readonly closed: Promise<{ code: number; reason: string }>
  readonly outbox = new Outbox<AgentToControl>()
  bootId = randomUUID()
  rev = 0
  #socket: WebSocket
  #staged: DesiredItem[] = []
  #seq = 0
  #waiting: (() => void)[] = []
  /** Answers every change of desired state with `applied`. */
  answersApplied = true

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('message', (data) => this.#receive((data as Buffer).toString('utf8')))
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() })
        for (const wake of this.#waiting) wake()
      }),
    )
  }

  /** Connects and says hello. Rejects with the HTTP status of a refusal. */
  static async connect(
    url: string,
    clusterId: string,
    key: AgentKey,
    options: {
      proof?: string
      headers?: Record<string, string>
      hello?: boolean
      appliedRev?: number
      digest?: string
      /** What it says of itself. */
      says?: Partial<z.input<AgentToControl['hello']>>
    } = {},
  ): Promise<TestAgent> {
    const proof = options.proof ?? (await connectProof(url, clusterId, key))
    const socket = new WebSocket(`${url.replace('http', 'ws')}${CONNECT_PATH}`, SUBPROTOCOL, {
      perMessageDeflate: false,
      headers: { authorization: `${CONNECT_SCHEME} ${proof}`, ...options.headers },
    })
    const agent = new TestAgent(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('unexpected-response', (_request, response) => {
        socket.terminate()
        reject(new Error(`refused with ${response.statusCode}`))
      })
      socket.once('error', reject)
    })
    const welcome = await agent.next('welcome')
    agent.outbox.sid = welcome.b.sid
    agent.outbox.epoch = welcome.b.epoch
    if (options.hello ?? true) {
      agent.rev = options.appliedRev ?? 0
      agent.send('hello', {
        bootId: agent.bootId,
        agentVersion: '0.0.0',
        protocol: PROTOCOL_VERSION,
        driver: 'test',
        features: [],
        appliedRev: agent.rev,
        appliedDigest: options.digest ?? digestOf([]),
        clock: new Date().toISOString(),
        platform: { os: 'test', version: '0' },
        ...options.says,
      })
    }
    return agent
  }

  send<T extends Extract<keyof AgentToControl, string>>(t: T, body: z.input<AgentToControl[T]>): void {
    this.outbox.push(t, body)
    this.sendText(this.outbox.take() ?? '')
  }

  sendText(text: string): void {
    this.#socket.send(text)
  }

  close(): void {
    this.#socket.close(1000)
  }

  terminate(): void {
    this.#socket.terminate()
  }

  pause(): void {
    this.#socket.pause()
  }

  /** The first frame of that type, also if it came before. */
  async next<T extends ControlFrame['t']>(t: T, from = 0): Promise<Extract<ControlFrame, { t: T }>> {
    return await this.until(`a ${t} frame`, () =>
      this.frames.slice(from).find((frame): frame is Extract<ControlFrame, { t: T }> => frame.t === t),
    )
  }

  async until<T>(what: string, probe: () => T | undefined): Promise<T> {
    const deadline = Date.now() + 10_000
    for (;;) {
      const found = probe()
      if (found !== undefined) return found
      if (Date.now() > deadline)
        throw new Error(`the agent never saw ${what}; it saw ${this.frames.map((f) => f.t).join(', ')}`)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve)
        setTimeout(resolve, 50)
      })
    }
  }

  async untilItems(count: number): Promise<DesiredItem[]> {
    return await this.until(`${count} items`, () => (this.items.size >= count ? [...this.items.values()] : undefined))
  }

  reportNodes(
    nodes: {
      name: string
      gpus?: number
      cpu?: number
      memory?: number
      labels?: Record<string, string>
      taints?: { key: string; value: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[]
    }[],
  ): void {
    this.send('status.delta', {
      bootId: this.bootId,
      items: nodes.map((node) => {
        const amounts = {
          cpu: node.cpu ?? 64_000,
          memory: node.memory ?? 262_144,
          ...(node.gpus ? { gpu: node.gpus * 1000 } : {}),
        }
        return {
          kind: 'node' as const,
          key: node.name,
          seq: (this.#seq += 1),
          ready: true,
          labels: node.labels ?? {},
          taints: node.taints ?? [],
          capacity: amounts,
          allocatable: amounts,
        }
      }),
    })
  }

  reportRun(
    item: { key: string; generation: number },
    phase: 'STARTING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
    more: Record<string, unknown> = {},
  ): void {
    this.send('status.delta', {
      bootId: this.bootId,
      items: [{ kind: 'run', key: item.key, generation: item.generation, seq: (this.#seq += 1), phase, ...more }],
    })
  }

  /** Says what its cluster can do. */
  reportCluster(more: Omit<z.input<typeof ClusterStatus>, 'kind' | 'key' | 'seq'>): void {
    const item = { kind: 'cluster' as const, key: 'self' as const, seq: (this.#seq += 1), ...more }
    this.send('status.delta', { bootId: this.bootId, items: [item] })
  }

  #receive(text: string): void {
    const decoded = decode(CONTROL_TO_AGENT, text)
    if (decoded.kind !== 'frame') throw new Error(`the control plane sent ${decoded.kind}: ${text.slice(0, 200)}`)
    const { frame } = decoded
    this.frames.push(frame)
    this.outbox.ack = frame.seq
    this.#apply(frame)
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #apply(frame: ControlFrame): void {
    if (frame.t === 'desired.begin') this.#staged = []
    if (frame.t === 'desired.page') this.#staged.push(...frame.b.items)
    if (frame.t === 'desired.end') {
      this.items.clear()
      for (const item of this.#staged) this.items.set(item.key, item)
      this.#applied(frame.b.rev)
    }
    if (frame.t === 'desired.delta') {
      if (frame.b.fromRev !== this.rev) throw new Error(`gap: at ${this.rev}, delta from ${frame.b.fromRev}`)
      for (const item of frame.b.upserts) this.items.set(item.key, item)
      for (const tombstone of frame.b.tombstones) this.items.delete(tombstone.key)
      this.#applied(frame.b.toRev)
    }
  }

  #applied(rev: number): void {
    this.rev = rev
    if (this.answersApplied) this.send('applied', { rev, digest: digestOf(this.items.values()), failures: [] })
  }
}

export type { JWK }
export { AGENT_TO_CONTROL }
