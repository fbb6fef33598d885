import { Radio } from '../../components/radio/radio-list.tsx'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { AgentCommand } from '../enrolment/agent-command.tsx'
import { SecretBox } from '../enrolment/secret-box.tsx'
import { clusterCommands } from './cluster-commands.ts'
import type { Cluster } from './cluster-health.tsx'
import { LOG_POLICIES } from './log-policies.ts'

const reads = [trpc.clusters]

interface ClusterDialogProps {
  cluster: Cluster
  onClose: () => void
}

export function PauseDialog({ cluster, onClose }: ClusterDialogProps) {
  const isPaused = !cluster.paused
  const commands = clusterCommands.pause(cluster.name, isPaused)
  const update = useDeed(trpc.clusters.update.mutationOptions(), {
    said: ({ name, paused }) => ({ title: `${name} is ${paused ? 'paused' : 'resumed'}` }),
    commands,
    reads,
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={isPaused ? `Pause ${cluster.name}` : `Resume ${cluster.name}`}
      isOpen
      onClose={onClose}
      consequence={
        isPaused
          ? `New work is held back from ${cluster.name}. ${plural(cluster.runs, 'run')} that it holds now ${cluster.runs === 1 ? 'goes' : 'go'} on to the end.`
          : `The next scheduling round may place work on ${cluster.name} again.`
      }
      action={isPaused ? 'Pause cluster' : 'Resume cluster'}
      commands={commands}
      isBusy={update.isPending}
      error={update.error}
      onConfirm={() => update.mutate({ cluster: cluster.id, paused: isPaused })}
    />
  )
}

export function RevokeDialog({ cluster, onClose }: ClusterDialogProps) {
  const commands = clusterCommands.revoke(cluster.name)
  const revoke = useDeed(trpc.clusters.revoke.mutationOptions(), {
    said: ({ name }) => ({ title: `${name} is revoked`, detail: 'Its agent loses contact within seconds.' }),
    commands,
    reads,
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Revoke ${cluster.name}`}
      isOpen
      onClose={onClose}
      isDanger
      typeToConfirm={cluster.name}
      consequence={
        <>
          <p>
            The trust in this cluster ends: its agent’s key and session end within seconds, and it can never come back
            under this enrolment.
          </p>
          <p>
            {plural(cluster.runs, 'run')} that it holds {cluster.runs === 1 ? 'is' : 'are'} left to its owner, and{' '}
            {cluster.runs === 1 ? 'is' : 'are'} lost to us: after the project’s waiting time the work is counted as lost
            and may be placed elsewhere.
          </p>
        </>
      }
      action="Revoke cluster"
      commands={commands}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ cluster: cluster.id })}
    />
  )
}

export function LogPolicyDialog({ cluster, onClose }: ClusterDialogProps) {
  const [policy, setPolicy] = useState(cluster.logPolicy)
  const commands = clusterCommands.logPolicy(cluster.name, policy)
  const update = useDeed(trpc.clusters.update.mutationOptions(), {
    said: ({ name, logPolicy }) => ({ title: `Log policy of ${name} is ${logPolicy}` }),
    commands,
    reads,
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Log policy of ${cluster.name}`}
      isOpen
      onClose={onClose}
      consequence={
        <Radio
          label="What of the output of work may leave the cluster"
          options={LOG_POLICIES}
          value={policy}
          onChange={setPolicy}
        />
      }
      action="Set log policy"
      isBlocked={policy === cluster.logPolicy}
      commands={commands}
      isBusy={update.isPending}
      error={update.error}
      onConfirm={() => update.mutate({ cluster: cluster.id, logPolicy: policy })}
    />
  )
}

export function JoinTokenDialog({ cluster, onClose }: ClusterDialogProps) {
  const newToken = useDeed(trpc.clusters.createJoinToken.mutationOptions(), { reads })
  const join = newToken.data
  return (
    <Dialog
      title={`New join token for ${cluster.name}`}
      isOpen
      onClose={onClose}
      width={620}
      footer={
        join ? (
          <Button variant="primary" onClick={onClose}>
            I have kept it
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Keep it as it is</Button>
            <Button
              variant="primary"
              isBusy={newToken.isPending}
              onClick={() => newToken.mutate({ cluster: cluster.id })}
            >
              Create token
            </Button>
          </>
        )
      }
    >
      {join ? (
        <>
          <SecretBox
            name="Join token"
            secret={join.token}
            note={
              <>
                Good once, and until it ends <TimeAgo at={join.expiresAt} everyMs={1000} />.
              </>
            }
          />
          <AgentCommand cluster={cluster.name} before={cluster.driver} />
        </>
      ) : (
        <>
          <p>
            A join token lets one agent enrol as this cluster. It is good once and for 15 minutes, and shown once. An
            unused older token ends. An agent that has enrolled needs none: it has its own key.
          </p>
          <CommandBox title="The same by hand" commands={clusterCommands.token(cluster.name)} />
          <ProblemNotice error={newToken.error} />
        </>
      )}
    </Dialog>
  )
}
