import { findAgent } from './find-agent.ts'
import { quoted } from './quoted.ts'

export interface AgentSteps {
  cluster: string
  url: string
  /** Where the join token lies; undefined: it was shown. */
  tokenFile: string | undefined
  driver: 'local' | 'simulated'
}

const ABOUT = {
  local: '"local" runs real processes on that host; --driver simulated only pretends to.',
  simulated: '"simulated" only pretends to run things; --driver local runs real processes on that host.',
}

/** The commands that start an agent for a new cluster, to be copied as they stand. The token is in none of them. */
export function agentSteps({ cluster, url, tokenFile, driver }: AgentSteps): string {
  const { command, args } = findAgent()
  const program = [command, ...args].map(quoted).join(' ')
  const state = `.fairlead/agents/${cluster}`
  const token = tokenFile === undefined ? '-' : quoted(tokenFile)
  const how =
    tokenFile === undefined
      ? 'Then run this where the cluster is; paste the token, and end with Ctrl-D:'
      : 'Then run this where the cluster is, with the token file beside it:'
  return `${how}

  FAIRLEAD_AGENT_CONTROL_PLANE_URL=${quoted(new URL(url).origin)} \\
  FAIRLEAD_AGENT_DRIVER=${driver} \\
  FAIRLEAD_AGENT_STATE_DIR=${quoted(state)} \\
  ${program} --join-token-file ${token}

${ABOUT[driver]} On Kubernetes: --driver kubernetes.
See how far it has come with: fairlead cluster check ${cluster}
`
}
