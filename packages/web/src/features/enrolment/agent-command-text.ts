import { shellWord } from '../../lib/shell.ts'

/** Drivers whose agent is started by hand; on Kubernetes its chart does it. */
export type HostDriver = 'local' | 'simulated'

/** Two commands to start an agent: the token goes into a file that only its owner reads, and into no argument and no history. */
export function agentCommandText(options: {
  cluster: string
  url: string
  driver: HostDriver
  program: string
}): string {
  const { cluster, url, driver, program } = options
  const file = `${cluster}.token`
  return [
    `(umask 077; cat > ${shellWord(file)})   # paste the token, press Enter, then Ctrl-D`,
    '',
    `FAIRLEAD_AGENT_CONTROL_PLANE_URL=${shellWord(url)} \\`,
    `FAIRLEAD_AGENT_DRIVER=${driver} \\`,
    `FAIRLEAD_AGENT_STATE_DIR=${shellWord(`.fairlead/agents/${cluster}`)} \\`,
    `${program} --join-token-file ${shellWord(file)}`,
  ].join('\n')
}
