import { readFileSync, writeFileSync } from 'node:fs'
import { arch } from 'node:os'
import { createEndpoint } from './link/endpoint.ts'
import { probeLink } from './link/probe-link.ts'

/** What an installer starts in a pod before there is an agent: it looks at the way to the control plane, writes down what it saw, and ends. */
const { env } = process
const url = env['FAIRLEAD_PROBE_URL']
if (url === undefined) throw new Error('FAIRLEAD_PROBE_URL names no control plane')
const [ca, token] = [read(env['FAIRLEAD_AGENT_CA_FILE']), read(env['FAIRLEAD_PROBE_TOKEN_FILE'])]
const at = Date.now()
const seen = await probeLink({
  endpoint: createEndpoint({ url, ca, env }),
  token: token?.trim(),
  clusterUid: env['FAIRLEAD_PROBE_CLUSTER_UID'],
  idleMs: Number(env['FAIRLEAD_PROBE_IDLE_MS'] ?? 0),
})
// Kubernetes reads it from here without a right to read logs.
const text = JSON.stringify({ architecture: arch(), at, link: seen })
writeFileSync(env['FAIRLEAD_PROBE_RESULT_FILE'] ?? '/dev/termination-log', text)
process.exit(0)

function read(file: string | undefined): string | undefined {
  return file === undefined || file === '' ? undefined : readFileSync(file, 'utf8')
}
