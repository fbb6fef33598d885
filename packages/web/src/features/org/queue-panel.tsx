import { Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { formatDuration } from '../../lib/format/time.ts'
import { queryClient } from '../../lib/query-client.ts'
import { defined } from '../../lib/search.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import type { Queue } from '../queues/shares.ts'
import { orgCommands } from './org-commands.ts'
import { QuotaEditor } from './quota-editor.tsx'
import type { Quota } from './quota-lines.ts'
import classes from './org.module.css'

export type Project = Outputs['projects']['list']['items'][number]

interface QueuePanelProps {
  title: string
  kind: 'project' | 'department'
  quotas: readonly Quota[]
  queues: readonly Queue[]
  pool: string | undefined
  onPool: (pool: string) => void
  onClose: () => void
  project: Project | undefined
}

/** A department or a project: its quota in each pool, and what else there is to it. */
export function QueuePanel({ title, kind, quotas, queues, pool, onPool, onClose, project }: QueuePanelProps) {
  const mine = quotas.filter(({ queue }) => queue.kind === kind && queue.name === title)
  const quota = mine.find(({ nodePool }) => nodePool.name === pool) ?? mine[0]
  const standing = queues.find(
    ({ queue, nodePool }) => queue.id === quota?.queue.id && nodePool.id === quota.nodePool.id,
  )
  const canEdit = useCan('quota:write')
  return (
    <SidePanel
      title={title}
      onClose={onClose}
      actions={
        <>
          {kind === 'project' ? (
            <ButtonLink to="/connections" search={{ project: title }} size="small">
              Connections
            </ButtonLink>
          ) : null}
          <ButtonLink
            to="/workloads"
            search={kind === 'project' ? { project: title } : { department: title }}
            size="small"
          >
            Workloads
          </ButtonLink>
        </>
      }
    >
      {project ? <ProjectFacts project={project} /> : null}
      <section className={classes['stack']}>
        <div className={classes['tools']}>
          <h3>Quota</h3>
          <Picker
            label="Node pool"
            isLabelHidden
            options={mine.map(({ nodePool }) => nodePool.name)}
            value={quota?.nodePool.name ?? ''}
            onChange={onPool}
            width={170}
          />
        </div>
        {quota ? (
          <fieldset disabled={!canEdit}>
            <QuotaEditor
              key={`${quota.queue.id} ${quota.nodePool.id} ${quota.updatedAt}`}
              quota={quota}
              standing={standing}
            />
          </fieldset>
        ) : null}
        {canEdit ? null : (
          <p className={classes['dim']}>You lack the permission quota:write here; an admin can grant it.</p>
        )}
      </section>
      {project ? <ProjectForm key={project.id} project={project} /> : <DepartmentEnd name={title} onGone={onClose} />}
    </SidePanel>
  )
}

function ProjectFacts({ project }: { project: Project }) {
  return (
    <Facts
      items={[
        [
          'Department',
          <Link
            key="department"
            from="/org"
            to="/org"
            search={(before) => ({ ...before, panel: 'department', of: project.department.name })}
            replace
          >
            {project.department.name}
          </Link>,
        ],
        ['Namespace', <code key="namespace">{project.namespace}</code>],
        ['Lost after', `${formatDuration(project.lostAfterSeconds * 1000)} without contact with a cluster`],
        ['Created', <TimeAgo key="created" at={project.createdAt} />],
      ]}
    />
  )
}

function ProjectForm({ project }: { project: Project }) {
  const navigate = useNavigate({ from: '/org' })
  const [description, setDescription] = useState(project.description)
  const [lostAfter, setLostAfter] = useState(`${Math.round(project.lostAfterSeconds / 60)}m`)
  const [isArchiving, setArchiving] = useState(false)
  const counts = useQuery(trpc.workloads.tally.queryOptions({ project: project.id }))
  const refresh = () => void queryClient.invalidateQueries({ queryKey: trpc.projects.pathKey() })
  const update = useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess: () => {
        refresh()
        toast({ tone: 'success', title: `${project.name} is saved` })
      },
    }),
  )
  const archive = useMutation(
    trpc.projects.archive.mutationOptions({
      onSuccess: () => {
        refresh()
        void queryClient.invalidateQueries({ queryKey: trpc.queues.pathKey() })
        toast({
          tone: 'success',
          title: `${project.name} is archived`,
          detail: 'It takes no more work and keeps its history.',
        })
        void navigate({ search: ({ pool }) => defined({ pool }), replace: true })
      },
    }),
  )
  const change = {
    ...(description === project.description ? {} : { description }),
    ...(lostAfter === `${Math.round(project.lostAfterSeconds / 60)}m` ? {} : { lostAfter }),
  }
  const isChanged = Object.keys(change).length > 0
  const isDuration = /^\d{1,9}[smhd]$/.test(lostAfter)
  const phases = Object.values(counts.data?.items[0]?.phases ?? {})
  const total = phases.reduce((sum, count) => sum + count, 0)
  return (
    <section className={classes['stack']}>
      <h3>Project</h3>
      <Textarea
        label="Description"
        value={description}
        maxLength={500}
        rows={2}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <TextInput
        label="A silent cluster keeps its runs for"
        description="After that they count as lost, and the work may be placed elsewhere."
        value={lostAfter}
        error={isDuration ? undefined : 'Such as 30m or 2h'}
        onChange={(event) => setLostAfter(event.currentTarget.value)}
        w={260}
      />
      {isChanged && isDuration ? (
        <CommandBox title="The same by hand" commands={orgCommands.setProject(project.name, change)} />
      ) : null}
      <ProblemNotice error={update.error} />
      <div className={classes['tools']}>
        <Button variant="danger" onClick={() => setArchiving(true)}>
          Archive project
        </Button>
        <Button
          variant="primary"
          disabled={!isChanged || !isDuration}
          isBusy={update.isPending}
          onClick={() => update.mutate({ project: project.id, ...change })}
        >
          Save project
        </Button>
      </div>
      <ConfirmDialog
        title={`Archive ${project.name}`}
        isOpen={isArchiving}
        onClose={() => setArchiving(false)}
        isDanger
        consequence={`The project takes no more work and leaves the queues; its ${total} workloads and their history stay. A project with unfinished work is refused.`}
        action="Archive project"
        commands={orgCommands.archiveProject(project.name)}
        isBusy={archive.isPending}
        error={archive.error}
        onConfirm={() => archive.mutate({ project: project.id })}
      />
    </section>
  )
}

function DepartmentEnd({ name, onGone }: { name: string; onGone: () => void }) {
  const [isDeleting, setDeleting] = useState(false)
  const remove = useMutation(
    trpc.departments.delete.mutationOptions({
      onSuccess: () => {
        for (const key of [trpc.departments.pathKey(), trpc.queues.pathKey()])
          void queryClient.invalidateQueries({ queryKey: key })
        toast({ tone: 'success', title: `${name} is deleted` })
        onGone()
      },
    }),
  )
  if (!useCan('department:write')) return null
  return (
    <div>
      <Button variant="danger" onClick={() => setDeleting(true)}>
        Delete department
      </Button>
      <ConfirmDialog
        title={`Delete ${name}`}
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        isDanger
        typeToConfirm={name}
        consequence="The department and its quotas end. One with projects is refused, also with archived ones: they keep the history of their work."
        action="Delete department"
        commands={orgCommands.removeDepartment(name)}
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ department: name })}
      />
    </div>
  )
}
