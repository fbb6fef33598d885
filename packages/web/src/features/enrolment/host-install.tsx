import { CommandBox } from '../../components/command/command-box.tsx'
import { agentCommandText, type HostDriver } from './agent-command-text.ts'
import classes from './enrol-page.module.css'

/** How an agent is started on a host by hand. */
export function HostInstall({ cluster, driver }: { cluster: string; driver: HostDriver }) {
  const of = { cluster, url: location.origin, driver }
  return (
    <>
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
    </>
  )
}
