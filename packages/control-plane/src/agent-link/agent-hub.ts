import { CloseCode } from '@fairlead/protocol'
import type { WebSocket } from 'ws'
import type { App } from '../app/app.ts'
import { newId } from '../lib/ids.ts'
import { agentSessions } from '../lib/metrics.ts'
import { AgentSession, type AgentFrame } from './agent-session.ts'
import { deliverCommands } from './commands.ts'
import { deliverDelta } from './deliver-desired.ts'
import { closeSessionRow } from './presence.ts'
import { sendWelcome } from './greet-agent.ts'
import { handleFrame, type SessionState } from './handle-frame.ts'
import { deliverConfirmedPrune } from './prune-brake.ts'
import { LogStreams } from './log-streams.ts'
import type { OpenedSession } from './open-agent-session.ts'
import type { ProvenAgent } from './verify-connect.ts'

/** The agents whose sockets this replica holds. Which replica that is, the others read from the database. */
export class AgentHub {
  readonly streams = new LogStreams()
  readonly #app: () => App
  readonly #sessions = new Map<AgentSession, SessionState>()
  readonly #delivering = new Set<string>()
  readonly #again = new Set<string>()

  constructor(app: () => App) {
    this.#app = app
  }

  get size(): number {
    return this.#sessions.size
  }

  sessions(): AgentSession[] {
    return [...this.#sessions.keys()]
  }

  /** The session with authority for a cluster, if this replica holds it. */
  sessionOf(clusterId: string): AgentSession | undefined {
    let newest: AgentSession | undefined
    for (const session of this.#sessions.keys()) {
      if (session.identity.clusterId !== clusterId || !session.isOpen) continue
      if (!newest || session.identity.epoch > newest.identity.epoch) newest = session
    }
    return newest
  }

  accept(socket: WebSocket, agent: ProvenAgent, opened: OpenedSession): void {
    const app = this.#app()
    const identity = {
      sid: opened.sid,
      epoch: opened.epoch,
      organizationId: agent.organizationId,
      clusterId: agent.clusterId,
      clusterName: opened.cluster.name,
      thumbprint: agent.thumbprint,
      bootId: agent.bootId,
    }
    const handler = {
      onFrame: (session: AgentSession, frame: AgentFrame) => this.#handle(session, frame),
      onClosed: (session: AgentSession) => this.#forget(session),
    }
    const session = new AgentSession(socket, identity, handler, app.log)
    agentSessions.inc()
    this.#sessions.set(session, {
      fullReport: undefined,
      isMissingReports: false,
      isVerified: false,
      onGreeted: () =>
        void this.deliver(agent.clusterId).catch((error: unknown) =>
          app.log.warn({ err: error }, 'delivery failed: the poll will try'),
        ),
      onSettled: () => this.#retireOlder(session),
    })
    app.log.info({ clusterId: agent.clusterId, cluster: opened.cluster.name, epoch: opened.epoch }, 'agent connected')
    sendWelcome(app, session, opened)
  }

  /** Looks whether this cluster's agent, if it is ours, should hear something. Calls while one is under way become one more. */
  async deliver(clusterId: string): Promise<void> {
    if (this.#delivering.has(clusterId)) {
      this.#again.add(clusterId)
      return
    }
    this.#delivering.add(clusterId)
    try {
      do {
        this.#again.delete(clusterId)
        const session = this.sessionOf(clusterId)
        if (!session?.isGreeted) break
        await deliverConfirmedPrune(this.#app(), session)
        await deliverDelta(this.#app().database, session)
        await deliverCommands(this.#app(), session)
      } while (this.#again.has(clusterId))
    } finally {
      this.#delivering.delete(clusterId)
    }
  }

  /** Asks agents whose reports we could not write down to say everything again. */
  askForMissedReports(): void {
    for (const [session, state] of this.#sessions) {
      if (!state.isMissingReports || !session.isOpen) continue
      state.isMissingReports = false
      const { epoch } = session.identity
      session.send('command', { cmdId: newId(), verb: 'report', args: {}, ttlMs: 30_000, fence: { epoch } })
    }
  }

  /** Sends all agents away, spread over a range, and waits for them to go. */
  async drain(reason: string): Promise<void> {
    // Half of what a restart can take in: the rest of the range is idle.
    const spreadMs = Math.min(30_000, Math.max(500, this.#sessions.size * 4))
    for (const session of this.#sessions.keys()) {
      session.send('drain', { reconnectAfterMs: [100, 100 + spreadMs], reason })
      session.close(CloseCode.restart, reason)
    }
    const deadline = Date.now() + 3_000
    while (this.#sessions.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  async #handle(session: AgentSession, frame: AgentFrame): Promise<void> {
    const state = this.#sessions.get(session)
    if (!state) return
    const app = this.#app()
    try {
      await handleFrame(app, this.streams, session, state, frame)
    } catch (error) {
      app.log.error({ err: error, type: frame.t, clusterId: session.identity.clusterId }, 'agent message failed')
      // Without its greeting a session is of no use; anything else the agent can repeat when the database is back.
      if (frame.t === 'hello') session.close(CloseCode.restart, 'not ready')
      else state.isMissingReports = true
    }
  }

  /** The new connection works: older ones of the same cluster have served. */
  #retireOlder(session: AgentSession): void {
    for (const other of this.#sessions.keys()) {
      const { clusterId, epoch } = other.identity
      if (clusterId === session.identity.clusterId && epoch < session.identity.epoch) {
        other.close(CloseCode.superseded, 'a newer connection took over')
      }
    }
  }

  #forget(session: AgentSession): void {
    this.#sessions.delete(session)
    agentSessions.dec()
    this.streams.onSessionClosed(session)
    const app = this.#app()
    void closeSessionRow(app, session).catch((error: unknown) => {
      // The lease runs out by itself.
      app.log.debug({ err: error }, 'session row not closed')
    })
  }
}
