import { CloseCode, judgeVersion, understoodVersions, type Hello } from '@fairlead/protocol'
import { eq, sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { clusters } from '../db/schema/clusters.ts'
import { inOrganization } from '../db/tx.ts'
import type { AgentSession } from './agent-session.ts'

/**
 * Looks whether an agent speaks a version that we understand. One that does not is told why in a fatal error, and its connection ends with 4426: it comes back
 * every few minutes. The cluster's page says the same. Nothing that runs is touched.
 */
export async function admitVersion(app: App, session: AgentSession, hello: Hello): Promise<boolean> {
  const judged = judgeVersion(hello.protocol)
  if (judged.kind === 'speaks') return true
  const { organizationId, clusterId } = session.identity
  const refusal = refusalOf(app.version, hello, judged.kind)
  await inOrganization(app, organizationId, async (tx) => {
    await tx.q
      .update(clusters)
      .set({
        agentVersion: hello.agentVersion,
        agentProtocol: hello.protocol,
        agentRefusal: refusal,
        lastSeenAt: sql`now()`,
      })
      .where(eq(clusters.id, clusterId))
    await tx.changed('cluster', clusterId)
  })
  app.log.warn({ clusterId, protocol: hello.protocol, agentVersion: hello.agentVersion }, 'agent sent away')
  session.send('error', { code: 'unsupported_version', message: refusal, fatal: true })
  session.close(CloseCode.upgradeRequired, refusal)
  return false
}

function refusalOf(ours: string, hello: Hello, kind: 'older' | 'newer' | 'unreadable'): string {
  const { oldest, newest } = understoodVersions()
  const span = `this control plane (${ours}) understands AP/1 from ${oldest} to ${newest}`
  const said = `its agent (${hello.agentVersion}) speaks ${hello.protocol || 'no version'}`
  const fix =
    kind === 'newer'
      ? `upgrade the control plane first, or install the chart fairlead-agent of ${ours}`
      : `install the chart fairlead-agent of ${ours}; what runs there goes on meanwhile`
  return `${said}, and ${span}: ${fix}`
}
