import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { formatDuration } from '../../lib/format/time.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import type { Queue } from '../queues/shares.ts'
import { ruleText } from '../placement/label-rules.ts'
import { orgCommands } from './org-commands.ts'
import { ProjectForm } from './project-form.tsx'
import { QuotaEditor } from './quota-editor.tsx'
import { QuotaNotices } from './quota-badge.tsx'
import type { QuotaBadge } from './quota-badges.ts'
import type { Quota } from './quota-lines.ts'
import classes from './org.module.css'

export type Project = Outputs['projects']['list']['items'][number]

interface QueuePanelProps {
  title: string
  kind: 'project' | 'department'
  quotas: readonly Quota[]
  queues: readonly Queue[]
  /** What each pool has, by its id. */
  capacities: ReadonlyMap<string, Readonly<Record<string, number>>>
  pool: string | undefined
  onPool: (pool: string) => void
  onClose: () => void
  project: Project | undefined
  /** What stands out about its quota in the pool that is shown. */
  badges: readonly QuotaBadge[]
}

/** A department or a project: its quota in each pool, and what else there is to it. */
export function QueuePanel({
  title,
  kind,
  quotas,
  queues,
  capacities,
  pool,
  onPool,
  onClose,
  project,
  badges,
}: QueuePanelProps) {
  const mine = quotas.filter(({ queue }) => queue.kind === kind && queue.name === title)
  const quota = mine.find(({ nodePool }) => nodePool.name === pool) ?? mine[0]
  const standing = queues.find(
    ({ queue, nodePool }) => queue.id === quota?.queue.id && nodePool.id === quota.nodePool.id,
  )
  const [said, setSaid] = useState<{ of: string; warnings: readonly string[] }>()
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
        {quota?.nodePool.name === pool ? <QuotaNotices badges={badges} /> : null}
        {said && said.of === quota?.nodePool.id
          ? said.warnings.map((warning) => (
              <Notice key={warning} tone="warn" title="It is set, but:">
                {sentence(warning)}
              </Notice>
            ))
          : null}
        {quota ? (
          <fieldset disabled={!canEdit}>
            <QuotaEditor
              key={`${quota.queue.id} ${quota.nodePool.id} ${quota.updatedAt}`}
              quota={quota}
              standing={standing}
              capacity={capacities.get(quota.nodePool.id)}
              onSaved={(warnings) => setSaid({ of: quota.nodePool.id, warnings })}
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
        [
          'Only in clusters',
          project.clusterRules.length === 0 ? 'any' : project.clusterRules.map(ruleText).join(' and '),
        ],
        ['Created', <TimeAgo key="created" at={project.createdAt} />],
      ]}
    />
  )
}

function DepartmentEnd({ name, onGone }: { name: string; onGone: () => void }) {
  const [isDeleting, setDeleting] = useState(false)
  const commands = orgCommands.removeDepartment(name)
  const remove = useDeed(trpc.departments.delete.mutationOptions(), {
    said: () => ({ title: `${name} is deleted` }),
    commands,
    reads: [trpc.departments, trpc.queues],
    after: onGone,
  })
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
        commands={commands}
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ department: name })}
      />
    </div>
  )
}
