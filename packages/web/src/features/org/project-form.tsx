import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Textarea } from '../../components/input/textarea.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { DURATION_TEXT, writtenDuration } from '../../lib/format/duration-text.ts'
import { defined } from '../../lib/search.ts'
import { trpc } from '../../lib/trpc.ts'
import { readRules, writeRules } from '../placement/label-rules.ts'
import { RulesInput } from '../placement/rules-input.tsx'
import { orgCommands } from './org-commands.ts'
import type { Project } from './queue-panel.tsx'
import classes from './org.module.css'

const MoveProjectDialog = lazy(() =>
  import('./move-project-dialog.tsx').then((module) => ({ default: module.MoveProjectDialog })),
)

/** What a project says of itself: what it is for, how long lost runs are kept, and where its work may be. */
export function ProjectForm({ project }: { project: Project }) {
  const navigate = useNavigate({ from: '/org' })
  const [description, setDescription] = useState(project.description)
  const was = { lostAfter: writtenDuration(project.lostAfterSeconds), rules: writeRules(project.clusterRules) }
  const [lostAfter, setLostAfter] = useState(was.lostAfter)
  const [ruleLines, setRuleLines] = useState(was.rules)
  const [isArchiving, setArchiving] = useState(false)
  const [isMoving, setMoving] = useState(false)
  const counts = useQuery(trpc.workloads.tally.queryOptions({ project: project.id }))
  const { rules, error: ruleError } = readRules(ruleLines)
  const change = {
    ...(description === project.description ? {} : { description }),
    ...(lostAfter === was.lostAfter ? {} : { lostAfter }),
    ...(writeRules(rules) === was.rules ? {} : { clusterRules: rules }),
  }
  const commands = orgCommands.setProject(project.name, change)
  const update = useDeed(trpc.projects.update.mutationOptions(), {
    said: () => ({ title: `${project.name} is saved` }),
    commands,
    reads: [trpc.projects],
  })
  const archiveCommands = orgCommands.archiveProject(project.name)
  const archive = useDeed(trpc.projects.archive.mutationOptions(), {
    said: () => ({ title: `${project.name} is archived`, detail: 'It takes no more work and keeps its history.' }),
    commands: archiveCommands,
    reads: [trpc.projects, trpc.queues],
    after: () => void navigate({ search: ({ pool }) => defined({ pool }), replace: true }),
  })
  const isDuration = DURATION_TEXT.test(lostAfter)
  const isGood = Object.keys(change).length > 0 && isDuration && ruleError === undefined
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
        style={{ width: 260 }}
      />
      <RulesInput
        label="Its work may only be in clusters with these labels"
        description="One rule a line; all of them have to hold, whatever a workload says. What runs stays where it is. Empty: any cluster."
        value={ruleLines}
        error={ruleError}
        onChange={setRuleLines}
      />
      {isGood ? <CommandBox title="The same by hand" commands={commands} /> : null}
      <ProblemNotice error={update.error} />
      <div className={classes['tools']}>
        <Button variant="danger" onClick={() => setArchiving(true)}>
          Archive project
        </Button>
        <Button onClick={() => setMoving(true)}>Move to a department</Button>
        <Button
          variant="primary"
          disabled={!isGood}
          isBusy={update.isPending}
          onClick={() => update.mutate({ project: project.id, ...change })}
        >
          Save project
        </Button>
      </div>
      <Suspense fallback={null}>
        {isMoving ? <MoveProjectDialog project={project} onClose={() => setMoving(false)} /> : null}
      </Suspense>
      <ConfirmDialog
        title={`Archive ${project.name}`}
        isOpen={isArchiving}
        onClose={() => setArchiving(false)}
        isDanger
        consequence={`The project takes no more work and leaves the queues; its ${total} workloads and their history stay. A project with unfinished work is refused.`}
        action="Archive project"
        commands={archiveCommands}
        isBusy={archive.isPending}
        error={archive.error}
        onConfirm={() => archive.mutate({ project: project.id })}
      />
    </section>
  )
}
