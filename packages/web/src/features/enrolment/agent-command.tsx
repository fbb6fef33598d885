import { useState } from 'react'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { agentCommandText, type AgentDriver } from './agent-command-text.ts'
import classes from './enrol-page.module.css'

const DRIVERS: readonly { value: AgentDriver; label: string }[] = [
  { value: 'local', label: 'Real processes' },
  { value: 'simulated', label: 'Simulated' },
]
const ABOUT: Record<AgentDriver, string> = {
  local: 'Runs become processes on the host of the agent.',
  simulated: 'Runs only pretend: nodes and GPUs are made up, for a demonstration or a test.',
}

/** How to start the agent of a cluster, to be copied as it stands. */
export function AgentCommand({ cluster }: { cluster: string }) {
  const [driver, setDriver] = useState<AgentDriver>('local')
  const of = { cluster, url: location.origin, driver }
  return (
    <div className={classes['command']}>
      <div className={classes['driver']}>
        <Segments label="What runs become" options={DRIVERS} value={driver} onChange={setDriver} />
        <span className={classes['dim']}>{ABOUT[driver]}</span>
      </div>
      <CommandBox
        title="Where the cluster is"
        commands={[
          { name: 'Installed', text: agentCommandText({ ...of, program: 'fairlead-agent' }) },
          {
            name: 'From a checkout',
            text: agentCommandText({ ...of, program: 'node packages/agent/bin/fairlead-agent.mjs' }),
          },
        ]}
      />
      <p className={classes['dim']}>
        The agent dials out to this address and needs no open port. Keep its state folder: it holds the key that makes
        it this cluster.
      </p>
    </div>
  )
}
