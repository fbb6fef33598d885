import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { formatAmount } from '../../lib/format/amounts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { whatIfCommands } from './queue-commands.ts'
import { shareOf, type Queue } from './shares.ts'
import { changesOf, WINDOWS, type WhatIfFields, type Window } from './what-if.ts'
import { WhatIfResult } from './what-if-result.tsx'
import classes from './queues.module.css'

interface WhatIfPanelProps {
  queues: readonly Queue[]
  pool: { id: string; name: string } | undefined
  project: string | undefined
  onClose: () => void
}

/** What would another quota or more nodes have meant? Past work is played again with them, and nothing is changed. */
export function WhatIfPanel({ queues, pool, project: asked, onClose }: WhatIfPanelProps) {
  const projects = queues.filter(({ queue, nodePool }) => queue.kind === 'project' && nodePool.id === pool?.id)
  const canSeeNodes = useCan('cluster:read')
  const nodes = useQuery(trpc.nodes.list.queryOptions({}, { enabled: canSeeNodes }))
  const [fields, setFields] = useState<WhatIfFields>({
    project: asked ?? projects[0]?.queue.name ?? '',
    pool: pool?.name ?? '',
    deserved: '',
    limit: '',
    node: '',
    addNodes: '',
    window: '1d',
  })
  const run = useMutation(trpc.whatIf.run.mutationOptions())
  const set = (change: Partial<WhatIfFields>) => setFields({ ...fields, ...change })
  const now = projects.find(({ queue }) => queue.name === fields.project)
  const share = now ? shareOf(now, 'gpu') : undefined
  const bound = (amount: number | null | undefined) => (amount === null ? 'unlimited' : formatAmount('gpu', amount))
  const { changes, problems } = changesOf(fields)
  return (
    <SidePanel title="What if" onClose={onClose}>
      <p className={classes['dim']}>
        Past work is played again, once as things are and once with this change. Nothing is changed here.
      </p>
      <div className={classes['whatIf']}>
        <Picker
          label={`Queue in pool ${fields.pool}`}
          options={projects.map(({ queue }) => queue.name)}
          value={fields.project}
          onChange={(project) => set({ project })}
        />
        <div className={classes['pair']}>
          <TextInput
            label="GPUs it deserves"
            description={`now ${bound(share?.deserved)}`}
            inputMode="decimal"
            value={fields.deserved}
            error={problems.deserved}
            onChange={(event) => set({ deserved: event.currentTarget.value })}
          />
          <TextInput
            label="Most GPUs"
            description={`now ${bound(share?.limit)}; a number, or unlimited`}
            value={fields.limit}
            error={problems.limit}
            onChange={(event) => set({ limit: event.currentTarget.value })}
          />
        </div>
        {nodes.data && nodes.data.items.length > 0 ? (
          <div className={classes['pair']}>
            <TextInput
              label="More nodes"
              description="how many"
              inputMode="numeric"
              value={fields.addNodes}
              error={problems.addNodes}
              onChange={(event) => set({ addNodes: event.currentTarget.value })}
            />
            <Picker
              label="Like"
              description="an existing node"
              options={nodes.data.items.map(({ id, name, cluster }) => ({
                value: id,
                label: `${name} (${cluster.name})`,
              }))}
              value={fields.node}
              placeholder="choose a node"
              error={problems.node}
              onChange={(node) => set({ node })}
            />
          </div>
        ) : null}
        <Segments
          label="How much past work"
          options={WINDOWS.map((value): { value: Window; label: string } => ({ value, label: `last ${value}` }))}
          value={fields.window}
          onChange={(window) => set({ window })}
        />
        <div className={classes['tools']}>
          <Button
            variant="primary"
            isBusy={run.isPending}
            disabled={changes.length === 0 || Object.keys(problems).length > 0}
            onClick={() => run.mutate({ changes: withNode(changes, nodes.data?.items), window: fields.window })}
          >
            Play it again
          </Button>
          {changes.length === 0 ? <span className={classes['dim']}>Give a quota, or nodes.</span> : null}
        </div>
        <ProblemNotice error={run.error} />
        {run.data ? <WhatIfResult key={run.submittedAt} report={run.data} /> : null}
        {changes.length > 0 ? (
          <CommandBox
            title="The same by hand"
            commands={whatIfCommands({ changes: withNode(changes, nodes.data?.items), window: fields.window })}
          />
        ) : null}
      </div>
    </SidePanel>
  )
}

/** A node is chosen by its id, because names repeat between clusters, and named by both. */
function withNode(
  changes: ReturnType<typeof changesOf>['changes'],
  nodes: readonly { id: string; name: string; cluster: { name: string } }[] | undefined,
): ReturnType<typeof changesOf>['changes'] {
  return changes.map((change) => {
    if (change.kind !== 'add-nodes') return change
    const node = nodes?.find(({ id }) => id === change.like)
    return node ? { ...change, like: node.name, cluster: node.cluster.name } : change
  })
}
