import { createHash, randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  AGENT_TO_CONTROL,
  CONNECT_PATH,
  CONNECT_PROOF_TYP,
  CONNECT_SCHEME,
  ConnectProofClaims,
  decode,
  digestOf,
  ENROL_PATH,
  ENROL_PROOF_TYP,
  EnrolProofClaims,
  EnrolRequest,
  FRAME_BYTES_MAX,
  NONCE_HEADER,
  NONCE_PATH,
  Outbox,
  PROTOCOL_VERSION,
  SUBPROTOCOL,
  type AgentPublicKey,
  type AgentToControl,
  type ApplyFailure,
  type ControlToAgent,
  type DesiredItem,
  type Frame,
  type LogChunk,
  type RunStatus,
  type StatusItem,
  type Welcome,
} from '@fairlead/protocol'
import { calculateJwkThumbprint, importJWK, jwtVerify } from 'jose'
import { WebSocketServer, type WebSocket } from 'ws'
import type { z } from 'zod'

export type AgentFrame = Frame<AgentToControl>

/** One connection as the test control plane sees it. */
export class TestSession {
  readonly epoch: number
  readonly socket: WebSocket
  readonly frames: AgentFrame[] = []
  readonly outbox = new Outbox<ControlToAgent>()
  /** Frames that broke the contract. Always empty for an agent of ours. */
  readonly problems: string[] = []
  bootId = ''
  received = 0
  sentRev = 0
  closed: { code: number; reason: string } | undefined

  constructor(socket: WebSocket, epoch: number) {
    this.socket = socket
    this.epoch = epoch
    this.outbox.sid = randomUUID()
    this.outbox.epoch = epoch
  }

  send<T extends keyof ControlToAgent>(t: T, body: z.input<ControlToAgent[T]>): void {
    this.outbox.push(t, body)
    const text = this.outbox.take()
    if (text !== undefined) this.socket.send(text)
  }

  /** Bodies of the frames of one type, in order. */
  of<T extends AgentFrame['t']>(t: T): z.output<AgentToControl[T]>[] {
    return this.frames.filter((frame) => frame.t === t).map((frame) => frame.b as z.output<AgentToControl[T]>)
  }
}

export type TestCluster = {
  id: string
  keys: Map<string, AgentPublicKey>
  rev: number
  desired: Map<string, DesiredItem>
  removed: Map<string, { kind: string; key: string; rev: number }>
}

/** What a test wants to go wrong. */
export type Mischief = {
  /** The reply to an enrolment that was done gets lost this many times. */
  loseEnrolReplies: number
  /** Answers every upgrade with this status. */
  refuseUpgrades: number | undefined
  /** Nothing is sent after the upgrade. */
  isMute: boolean
}

/**
 * A control plane for one cluster that speaks AP/1 over real sockets with the real schemas and checks every proof, without a database. It
 * keeps what the agent said, so that tests can look at it.
 */
export class TestControlPlane {
  readonly sessions: TestSession[] = []
  readonly statuses = new Map<string, StatusItem>()
  readonly history = new Map<string, RunStatus[]>()
  readonly failures: ApplyFailure[] = []
  readonly chunks: LogChunk[] = []
  readonly mischief: Mischief = { loseEnrolReplies: 0, refuseUpgrades: undefined, isMute: false }
  readonly tokens = new Map<string, { usedBy?: string; isExpired?: boolean }>()
  readonly enrolments: EnrolRequest[] = []
  readonly cluster: TestCluster = {
    id: randomUUID(),
    keys: new Map(),
    rev: 0,
    desired: new Map(),
    removed: new Map(),
  }
  readonly timers: Welcome['timers'] = {
    heartbeatMs: 500,
    metricsMs: 60_000,
    statusSnapshotMs: 600_000,
    connectionAgeMsMax: 600_000,
  }
  logPolicy: Welcome['logPolicy'] = 'stream'
  state: Welcome['state'] = 'accepted'
  /** Off: the test sends desired state itself. */
  isDelivering = true
  upgrades = 0
  /** Of the newest upgrade. */
  headers: http.IncomingHttpHeaders = {}
  #epoch = 0
  #nonces = new Set<string>()
  #jtis = new Set<string>()
  #server = http.createServer((request, response) => void this.#serve(request, response))
  #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: FRAME_BYTES_MAX })

  static async start(port = 0): Promise<TestControlPlane> {
    const plane = new TestControlPlane()
    plane.#server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      plane.#upgrade(request, socket, head).catch(() => socket.destroy())
    })
    await new Promise<void>((resolve) => plane.#server.listen(port, '127.0.0.1', resolve))
    return plane
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** How the agent reaches it, where that is another way than by its own address. */
  publicOrigin: string | undefined
  /** What its welcome says that it speaks. */
  protocol: string = PROTOCOL_VERSION

  get origin(): string {
    if (this.publicOrigin !== undefined) return this.publicOrigin
    return `http://127.0.0.1:${this.port}`
  }

  /** The newest connection that is still open. */
  get session(): TestSession | undefined {
    return this.sessions.findLast((session) => session.closed === undefined)
  }

  newToken(): string {
    const token = `join-${randomUUID()}`
    this.tokens.set(token, {})
    return token
  }

  /** Changes what is wanted and says so to whoever is connected. Each change is one revision. */
  want(upserts: Omit<DesiredItem, 'rev'>[], removals: { kind: string; key: string }[] = []): void {
    const { cluster } = this
    for (const item of upserts) {
      cluster.rev += 1
      cluster.removed.delete(`${item.kind}\t${item.key}`)
      cluster.desired.set(`${item.kind}\t${item.key}`, { ...item, rev: cluster.rev })
    }
    for (const { kind, key } of removals) {
      cluster.rev += 1
      cluster.desired.delete(`${kind}\t${key}`)
      cluster.removed.set(`${kind}\t${key}`, { kind, key, rev: cluster.rev })
    }
    const { session } = this
    if (session !== undefined && this.isDelivering && session.of('hello').length > 0) this.sendDelta(session)
  }

  sendDelta(session: TestSession): void {
    const { cluster } = this
    if (session.sentRev === cluster.rev) return
    session.send('desired.delta', {
      fromRev: session.sentRev,
      toRev: cluster.rev,
      upserts: [...cluster.desired.values()].filter((item) => item.rev > session.sentRev),
      tombstones: [...cluster.removed.values()].filter((item) => item.rev > session.sentRev),
    })
    session.sentRev = cluster.rev
  }

  sendSnapshot(session: TestSession, overrides: { digest?: string; drop?: number; confirmPrune?: boolean } = {}): void {
    const { cluster } = this
    const items = [...cluster.desired.values()]
    const sent = items.slice(0, items.length - (overrides.drop ?? 0))
    const pages = Array.from({ length: Math.ceil(sent.length / 100) }, (_, index) =>
      sent.slice(index * 100, index * 100 + 100),
    )
    session.send('desired.begin', { rev: cluster.rev, pages: pages.length })
    for (const [index, page] of pages.entries()) {
      session.send('desired.page', { rev: cluster.rev, page: index + 1, items: page })
    }
    session.send('desired.end', {
      rev: cluster.rev,
      count: items.length,
      digest: overrides.digest ?? digestOf(items),
      confirmPrune: overrides.confirmPrune ?? false,
    })
    session.sentRev = cluster.rev
  }

  run(key: string): RunStatus | undefined {
    const item = this.statuses.get(`run\t${key}`)
    return item?.kind === 'run' ? item : undefined
  }

  /** Phases of a run in the order of their arrival, without repeats. */
  phases(key: string): string[] {
    const phases = (this.history.get(key) ?? []).map((status) => status.phase)
    return phases.filter((phase, index) => phase !== phases[index - 1])
  }

  get problems(): string[] {
    return this.sessions.flatMap((session) => session.problems)
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const session of this.sessions) session.socket.terminate()
  }

  async stop(): Promise<void> {
    this.cut()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #nonce(): string {
    const nonce = randomUUID()
    this.#nonces.add(nonce)
    return nonce
  }

  /** Every nonce that was given out until now is too old. */
  expireNonces(): void {
    this.#nonces.clear()
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    if (request.url === NONCE_PATH) {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ nonce: this.#nonce() }))
      return
    }
    if (request.url !== ENROL_PATH || request.method !== 'POST') {
      response.writeHead(404).end()
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const answer = await this.#enrol(JSON.parse(Buffer.concat(chunks).toString()))
    if (answer.status < 300 && this.mischief.loseEnrolReplies > 0) {
      this.mischief.loseEnrolReplies -= 1
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  }

  async #enrol(raw: unknown): Promise<{ status: number; body: unknown }> {
    const body = EnrolRequest.parse(raw)
    this.enrolments.push(body)
    const { payload } = await jwtVerify(body.proof, await importJWK(body.jwk, 'EdDSA'), {
      algorithms: ['EdDSA'],
      typ: ENROL_PROOF_TYP,
      audience: this.origin,
      maxTokenAge: 60,
    })
    const claims = EnrolProofClaims.parse(payload)
    const sha = createHash('sha256').update(body.token).digest('base64url')
    if (claims.token_sha256 !== sha || !this.#nonces.has(claims.nonce)) return problem(401, 'the proof is not good')
    const thumbprint = await calculateJwkThumbprint(body.jwk)
    const token = this.tokens.get(body.token)
    if (token === undefined || token.isExpired === true) return problem(401, 'the join token is not good')
    if (token.usedBy !== undefined && token.usedBy !== thumbprint) return problem(409, 'the join token was used')
    token.usedBy = thumbprint
    this.cluster.keys.set(thumbprint, body.jwk)
    return {
      status: 200,
      body: { clusterId: this.cluster.id, clusterName: 'test', state: this.state, thumbprint },
    }
  }

  async #upgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.upgrades += 1
    this.headers = request.headers
    const status = this.mischief.refuseUpgrades ?? (await this.#verify(request))
    if (typeof status === 'number') {
      const nonce = status === 401 ? `${NONCE_HEADER}: ${this.#nonce()}\r\n` : ''
      socket.end(`HTTP/1.1 ${status} no\r\n${nonce}connection: close\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket))
  }

  async #verify(request: http.IncomingMessage): Promise<number | undefined> {
    const [scheme, proof] = (request.headers.authorization ?? '').split(' ')
    if (request.url !== CONNECT_PATH || scheme !== CONNECT_SCHEME || proof === undefined) return 401
    if (request.headers.origin !== undefined || request.headers['sec-websocket-protocol'] !== SUBPROTOCOL) return 403
    try {
      const { payload } = await jwtVerify(
        proof,
        async (header) => {
          const jwk = this.cluster.keys.get(header.kid ?? '')
          if (jwk === undefined) throw new Error('unknown key')
          return importJWK(jwk, 'EdDSA')
        },
        {
          algorithms: ['EdDSA'],
          typ: CONNECT_PROOF_TYP,
          issuer: this.cluster.id,
          audience: `${this.origin}${CONNECT_PATH}`,
          maxTokenAge: 60,
        },
      )
      const claims = ConnectProofClaims.parse(payload)
      if (!this.#nonces.has(claims.nonce) || this.#jtis.has(claims.jti)) return 401
      this.#nonces.delete(claims.nonce)
      this.#jtis.add(claims.jti)
      return undefined
    } catch {
      return 401
    }
  }

  #accept(socket: WebSocket): void {
    this.#epoch += 1
    const session = new TestSession(socket, this.#epoch)
    this.sessions.push(session)
    socket.on('error', () => socket.terminate())
    socket.on('close', (code, reason) => {
      session.closed = { code, reason: reason.toString() }
    })
    socket.on('message', (data) => this.#receive(session, (data as Buffer).toString('utf8')))
    if (this.mischief.isMute) return
    session.send('welcome', {
      sid: session.outbox.sid,
      epoch: session.epoch,
      clusterId: this.cluster.id,
      clusterName: 'test',
      state: this.state,
      serverTime: new Date().toISOString(),
      protocol: this.protocol,
      desiredRev: this.cluster.rev,
      timers: this.timers,
      logPolicy: this.logPolicy,
      features: [],
      nextNonce: this.#nonce(),
    })
  }

  #receive(session: TestSession, text: string): void {
    const decoded = decode(AGENT_TO_CONTROL, text)
    if (decoded.kind !== 'frame') {
      session.problems.push(decoded.kind === 'invalid' ? decoded.problem : `unknown ${decoded.envelope.t}`)
      return
    }
    const { frame } = decoded
    session.received += 1
    if (frame.seq !== session.received || frame.ep !== session.epoch) session.problems.push(`order: ${frame.t}`)
    if (session.received === 1 && frame.t !== 'hello') session.problems.push(`${frame.t} before hello`)
    session.frames.push(frame)
    session.outbox.ack = frame.seq
    this.#handle(session, frame)
  }

  #handle(session: TestSession, frame: AgentFrame): void {
    switch (frame.t) {
      case 'hello':
        session.bootId = frame.b.bootId
        session.sentRev = frame.b.appliedRev
        if (this.isDelivering && this.state === 'accepted') {
          if (frame.b.appliedRev === 0) this.sendSnapshot(session)
          else this.sendDelta(session)
        }
        return
      case 'desired.want':
        if (this.isDelivering) this.sendSnapshot(session)
        return
      case 'applied':
        this.failures.push(...frame.b.failures)
        return
      case 'status.delta':
      case 'status.page':
        for (const item of frame.b.items) this.#keep(item)
        return
      case 'log.chunk':
        this.chunks.push(frame.b)
        return
      case 'hb':
        session.send('hb', { counter: frame.b.counter })
        return
      case 'command.result':
      case 'command.decline':
        session.send('command.done', { cmdId: frame.b.cmdId })
        return
      case 'command.ack':
      case 'error':
      case 'log.close':
      case 'metrics':
      case 'status.begin':
      case 'status.end':
      case 'upgrade.report':
        return
    }
  }

  #keep(item: StatusItem): void {
    this.statuses.set(`${item.kind}\t${item.key}`, item)
    if (item.kind !== 'run') return
    const history = this.history.get(item.key) ?? []
    history.push(item)
    this.history.set(item.key, history)
  }
}

function problem(status: number, message: string): { status: number; body: unknown } {
  return { status, body: { error: { code: 'NO', message, hint: 'ask for another one' } } }
}
