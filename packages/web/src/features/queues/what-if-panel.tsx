import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { whatIfCommands } from './queue-commands.ts'
import type { Queue } from './shares.ts'
import { changesOf, NO_CHANGE, WINDOWS, type WhatIfFields as Fields, type Window } from './what-if.ts'
import { WhatIfFields } from './what-if-fields.tsx'
import { WhatIfResult } from './what-if-result.tsx'
import classes from './queues.module.css'

interface WhatIfPanelProps {
  queues: readonly Queue[]
  pool: { id: string; name: string } | undefined
  project: string | undefined
  onClose: () => void
}

/** What would other quotas, priorities, nodes or rules have meant? Past work is played again with them, and nothing is changed. */
export function WhatIfPanel({ queues, pool, project: asked, onClose }: WhatIfPanelProps) {
  const projects = queues.filter(({ queue, nodePool }) => queue.kind === 'project' && nodePool.id === pool?.id)
  const canSeeNodes = useCan('cluster:read')
  const nodes = useQuery(trpc.nodes.list.queryOptions({}, { enabled: canSeeNodes }))
  const [fields, setFields] = useState<Fields>({
    project: asked ?? projects[0]?.queue.name ?? '',
    pool: pool?.name ?? '',
    ...NO_CHANGE,
  })
  const run = useDeed(trpc.whatIf.run.mutationOptions())
  const set = (change: Partial<Fields>) => setFields({ ...fields, ...change })
  const { changes, problems } = changesOf(fields, nodes.data?.items ?? [])
  const isWrong = Object.keys(problems).length > 0
  return (
    <SidePanel title="What if" onClose={onClose}>
      <p className={classes['dim']}>
        Past work is played again, once as things are and once with this change. Nothing is changed here.
      </p>
      <div className={classes['whatIf']}>
        <WhatIfFields
          fields={fields}
          problems={problems}
          projects={projects}
          nodes={nodes.data?.items ?? []}
          onChange={set}
        />
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
            disabled={changes.length === 0}
            onClick={() => run.mutate({ changes, window: fields.window })}
          >
            Play it again
          </Button>
          {changes.length === 0 && !isWrong ? <span className={classes['dim']}>Give something to try.</span> : null}
        </div>
        <ProblemNotice error={run.error} />
        {run.data ? <WhatIfResult key={run.submittedAt} report={run.data} /> : null}
        {changes.length > 0 ? (
          <CommandBox title="The same by hand" commands={whatIfCommands({ changes, window: fields.window })} />
        ) : null}
      </div>
    </SidePanel>
  )
}
