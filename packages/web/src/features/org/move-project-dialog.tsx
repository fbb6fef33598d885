import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatAmount, resourceLabel } from '../../lib/format/amounts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { api, trpc, type Outputs } from '../../lib/trpc.ts'
import { orgCommands } from './org-commands.ts'
import type { Project } from './queue-panel.tsx'
import classes from './org.module.css'

type Moved = Outputs['projects']['move']
type Line = Moved['consequences']['quotas'][number]

/** Asks to which department, and says what comes of it before anything is moved: the control plane rehearses it. */
export function MoveProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const departments = useQuery(trpc.departments.list.queryOptions({}))
  const [department, setDepartment] = useState('')
  const request = { project: project.id, department }
  const rehearsed = useQuery({
    queryKey: ['move-project', request],
    queryFn: () => api.projects.move.mutate({ ...request, dryRun: true }),
    enabled: department !== '',
    gcTime: 0,
    retry: false,
  })
  const commands = orgCommands.moveProject(project.name, department)
  const move = useDeed(trpc.projects.move.mutationOptions(), {
    said: () => ({ title: `${project.name} is in ${department}` }),
    commands,
    reads: [trpc.projects, trpc.departments, trpc.queues, trpc.quotas, trpc.usage],
    after: onClose,
  })
  const others = (departments.data?.items ?? []).filter(({ id }) => id !== project.department.id)
  return (
    <ConfirmDialog
      title={`Move ${project.name}`}
      isOpen
      onClose={onClose}
      consequence={
        <div className={classes['stack']}>
          <Picker
            label="To department"
            options={others.map(({ name }) => name)}
            value={department}
            onChange={setDepartment}
            placeholder="Choose a department"
          />
          {rehearsed.data ? (
            <Consequences moved={rehearsed.data} />
          ) : department === '' ? (
            <p className={classes['dim']}>What comes of it stands here before anything is moved.</p>
          ) : null}
          <ProblemNotice error={rehearsed.error} />
        </div>
      }
      action="Move project"
      commands={commands}
      isBusy={move.isPending}
      isBlocked={!rehearsed.data}
      error={move.error}
      onConfirm={() => move.mutate(request)}
    />
  )
}

function Consequences({ moved: { from, department, consequences, warnings } }: { moved: Moved }) {
  const { waiting, running, people, quotas } = consequences
  const owes = ({ resource, ...line }: Line, side: 'from' | 'to') => {
    const { deserved, before, after } = line[side]
    const own = deserved === null ? 'no bound' : formatAmount(resource, deserved)
    return `${formatAmount(resource, before)} → ${formatAmount(resource, after)} of ${own}`
  }
  return (
    <>
      <ul>
        <li>
          {plural(running, 'running workload')} {running === 1 ? 'goes' : 'go'} on, and{' '}
          {running === 1 ? 'counts' : 'count'} to {department.name} at once.
        </li>
        <li>
          {plural(waiting, 'waiting workload')} {waiting === 1 ? 'shares' : 'share'} what {department.name} has.
        </li>
        <li>All of its hours count to {department.name}, those of the past too. It keeps its own quota.</li>
        {people.lose > 0 ? (
          <li>
            {plural(people.lose, 'person', 'people')} with a role in {from.name} can no longer see it.
          </li>
        ) : null}
        {people.gain > 0 ? (
          <li>
            {plural(people.gain, 'person', 'people')} with a role in {department.name} can see it.
          </li>
        ) : null}
      </ul>
      {quotas.length === 0 ? null : (
        <SimpleTable
          label="What the departments owe their projects"
          rows={quotas}
          keyOf={({ nodePool, resource }) => `${nodePool.id} ${resource}`}
          columns={[
            { id: 'pool', header: 'Pool', cell: ({ nodePool }) => nodePool.name },
            { id: 'resource', header: 'Owed', cell: ({ resource }) => resourceLabel(resource) },
            {
              id: 'project',
              header: 'Project',
              align: 'end',
              cell: ({ resource, project }) => formatAmount(resource, project),
            },
            { id: 'from', header: from.name, cell: (line) => owes(line, 'from') },
            { id: 'to', header: department.name, cell: (line) => owes(line, 'to') },
          ]}
        />
      )}
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn" title="It can be moved, but:">
          {sentence(warning)}
        </Notice>
      ))}
    </>
  )
}
