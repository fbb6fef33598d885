import { SignJWT, jwtVerify } from 'jose'
import type { App } from '../app/app.ts'
import { AppError } from '../lib/app-error.ts'
import type { LogEvent, LogRequest } from '../app/open-logs.ts'
import type { AgentHub } from './agent-hub.ts'

export const REPLICA_LOGS_PATH = '/internal/v1/logs'
const ISSUER = 'fairlead-replica'

interface Remote {
  id: string
  replica_url: string
  replica_id: string
}

/** The output of a run, from whichever replica holds its agent's socket: at most one hop, and the other side never hops again. */
export async function* openLogs(
  app: App,
  hub: AgentHub,
  clusterId: string,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogEvent> {
  const local = hub.sessionOf(clusterId)
  if (local) return yield* hub.streams.read(local, request, signal)
  const [remote] = await app.database.system.sql<Remote[]>`
    select id, replica_url, replica_id from agent_sessions
    where cluster_id = ${clusterId} and lease_until > now() and replica_url <> ${app.replicaUrl}
    order by epoch desc limit 1`
  if (!remote) {
    throw new AppError('CLUSTER_OFFLINE', 'the agent that holds these logs is out of contact', {
      hint: 'the logs are safe in its cluster; try again when it is back: fairlead cluster ls',
    })
  }
  yield* readRemote(app, remote.replica_url, clusterId, request, signal)
}

async function* readRemote(
  app: App,
  replicaUrl: string,
  clusterId: string,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogEvent> {
  const token = await new SignJWT({ clusterId, request })
    .setProtectedHeader({ alg: 'HS256', typ: 'replica+jwt' })
    .setIssuer(ISSUER)
    .setAudience(replicaUrl)
    .setIssuedAt()
    .setExpirationTime('30s')
    .sign(app.keys.replica)
  const response = await app.egress.fetch(`${replicaUrl}${REPLICA_LOGS_PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    signal,
  })
  if (!response.ok || !response.body) {
    throw new AppError('UNAVAILABLE', 'the replica that holds the agent does not answer', {
      hint: 'try again in a moment',
    })
  }
  let rest = ''
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield JSON.parse(line) as LogEvent
  }
}

/** The other end: checks the caller, and streams one event a line. Answers undefined when it is not one of us. */
export async function serveReplicaLogs(
  app: App,
  hub: AgentHub,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<AsyncGenerator<LogEvent> | 'unauthorized' | 'moved'> {
  try {
    const { payload } = await jwtVerify<{ clusterId: string; request: LogRequest }>(
      authorization?.replace(/^Bearer /, '') ?? '',
      app.keys.replica,
      { algorithms: ['HS256'], typ: 'replica+jwt', issuer: ISSUER, audience: app.replicaUrl, maxTokenAge: 60 },
    )
    const session = hub.sessionOf(payload.clusterId)
    return session ? hub.streams.read(session, payload.request, signal) : 'moved'
  } catch {
    return 'unauthorized'
  }
}
