import { digestOf, type StatusItem } from '@fairlead/protocol'
import type { App } from '../app/app.ts'
import { admitVersion } from './admit-version.ts'
import { finishCommand, markCommand } from './commands.ts'
import { inOrganization } from '../db/tx.ts'
import { storeSamples } from '../metrics/store-samples.ts'
import { reportRuns } from '../runs/report-runs.ts'
import { reportUpgrade } from '../upgrades/report-upgrade.ts'
import type { AgentFrame, AgentSession } from './agent-session.ts'
import { deliverSnapshot } from './deliver-desired.ts'
import { answerHello } from './greet-agent.ts'
import type { LogStreams } from './log-streams.ts'
import { recordPruneRefusal } from './prune-brake.ts'
import { readDesiredSnapshot } from './read-desired.ts'
import { reportCluster } from './report-cluster.ts'
import { removeUnnamedNodes, reportNodes } from './report-nodes.ts'

/** What the hub keeps of one session beside its socket. */
export interface SessionState {
  /** Names of the nodes seen since `status.begin`. */
  fullReport: Set<string> | undefined
  /** Some report could not be written: the agent must say everything again. */
  isMissingReports: boolean
  /** What the agent holds was compared with the database since it connected. */
  isVerified: boolean
  /** Its greeting is answered: what changed meanwhile may be delivered. */
  onGreeted: () => void
  /** The agent has shown that it works on this connection: older ones may go. */
  onSettled: () => void
}

/** Gives each message of an agent its meaning. Throws what the database throws. */
export async function handleFrame(
  app: App,
  streams: LogStreams,
  session: AgentSession,
  state: SessionState,
  frame: AgentFrame,
): Promise<void> {
  const { organizationId, clusterId } = session.identity
  switch (frame.t) {
    case 'hello':
      if (!(await admitVersion(app, session, frame.b))) return
      await answerHello(app, session, frame.b)
      session.isGreeted = true
      state.onGreeted()
      if (session.sentRev === session.appliedRev) state.onSettled()
      return
    case 'desired.want':
      return await deliverSnapshot(app.database, session)
    case 'applied':
      session.appliedRev = frame.b.rev
      state.onSettled()
      await recordDeclines(app, session, frame.b.failures)
      return await verifyOnce(app, session, state, frame.b.digest)
    case 'status.begin':
      state.fullReport = new Set()
      return
    case 'status.page':
    case 'status.delta':
      return await recordStatus(app, session, state, frame.b.bootId, frame.b.items)
    case 'status.end': {
      const names = state.fullReport
      state.fullReport = undefined
      if (names)
        await inOrganization(app, organizationId, (tx) => removeUnnamedNodes(tx, { organizationId, clusterId, names }))
      return
    }
    case 'hb': {
      const { loopAgeMs, observeAgeMs, queueDepth } = frame.b
      session.health = { loopAgeMs, queueDepth, ...(observeAgeMs === undefined ? {} : { observeAgeMs }) }
      return session.send('hb', { counter: frame.b.counter })
    }
    case 'metrics':
      return await storeSamples(app, { organizationId, clusterId }, frame.b)
    case 'command.ack':
      return await markCommand(app, organizationId, frame.b.cmdId)
    case 'command.decline': {
      const { cmdId, reason, message } = frame.b
      await finishCommand(app, organizationId, { cmdId, state: 'declined', message: `${reason}: ${message}` })
      return session.send('command.done', { cmdId })
    }
    case 'command.result': {
      const { cmdId, ok, message, output } = frame.b
      await finishCommand(app, organizationId, { cmdId, state: ok ? 'succeeded' : 'failed', message, output })
      return session.send('command.done', { cmdId })
    }
    case 'log.chunk':
      return streams.onChunk(frame.b)
    case 'log.close':
      return streams.onClose(frame.b)
    case 'upgrade.report':
      return await reportUpgrade(app, session.identity, frame.b)
    case 'error':
      app.log.warn({ clusterId, error: frame.b }, 'agent reports an error')
      if (frame.b.code === 'limit') await recordPruneRefusal(app, session, frame.b.message)
      return
    default:
      return frame satisfies never
  }
}

async function recordStatus(
  app: App,
  session: AgentSession,
  state: SessionState,
  bootId: string,
  items: readonly StatusItem[],
): Promise<void> {
  const { organizationId, clusterId } = session.identity
  const runs = items.filter((item) => item.kind === 'run')
  const nodes = items.filter((item) => item.kind === 'node')
  const cluster = items.findLast((item) => item.kind === 'cluster')
  for (const node of nodes) if (!node.gone) state.fullReport?.add(node.key)
  await inOrganization(app, organizationId, async (tx) => {
    await reportNodes(tx, { organizationId, clusterId, bootId, items: nodes })
    await reportRuns(tx, { organizationId, clusterId, bootId, now: app.clock.now(), items: runs })
    if (cluster) await reportCluster(tx, { clusterId, bootId, item: cluster })
  })
}

/** What an agent will not or cannot run goes back to the queue, with its reason. */
async function recordDeclines(
  app: App,
  session: AgentSession,
  failures: readonly {
    kind: string
    key: string
    generation: number
    code: string
    message: string
    retryable: boolean
  }[],
): Promise<void> {
  const items = failures
    .filter((failure) => failure.kind === 'run')
    .map((failure) => ({
      kind: 'run' as const,
      key: failure.key,
      generation: failure.generation,
      seq: 1,
      phase: 'FAILED' as const,
      reason: 'DECLINED' as const,
      message: `${failure.code}: ${failure.message}`,
      isHopeless: !failure.retryable,
    }))
  if (items.length === 0) return
  const { organizationId, clusterId, bootId } = session.identity
  // A boot of its own: declines are not part of the agent's numbering of reports.
  const report = { organizationId, clusterId, bootId: `${bootId}/applied`, now: app.clock.now(), items }
  await inOrganization(app, organizationId, (tx) => reportRuns(tx, report))
}

/** Once for each connection, when the agent has caught up: do both sides hold the same? If not, everything is sent again. */
async function verifyOnce(app: App, session: AgentSession, state: SessionState, digest: string): Promise<void> {
  if (state.isVerified || session.appliedRev < session.sentRev) return
  const { rev, items } = await readDesiredSnapshot(app.database, session.identity.clusterId)
  if (rev !== session.appliedRev) return
  state.isVerified = true
  if (digestOf(items) !== digest) await deliverSnapshot(app.database, session)
}
