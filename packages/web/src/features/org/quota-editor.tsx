import { useId, useMemo, useState, type FormEvent } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { ShareLegend } from '../../components/bars/share-bar.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { problemOf } from '../../lib/problem.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import type { Queue } from '../queues/shares.ts'
import { orgCommands } from './org-commands.ts'
import {
  changesOf,
  fieldsOf,
  problemsOf,
  quotaResources,
  type LineFields,
  type Quota,
  type QuotaFields,
} from './quota-lines.ts'
import { requestOf } from './quota-request.ts'
import { QuotaTrial } from './quota-trial.tsx'
import { QuotaWarnings } from './quota-warnings.tsx'
import { ResourceLine } from './resource-line.tsx'
import classes from './org.module.css'

interface QuotaEditorProps {
  quota: Quota
  /** How the queue stands right now in this pool. */
  standing: Queue | undefined
  /** What the pool has: each of its resources gets a line. */
  capacity: Readonly<Record<string, number>> | undefined
  /** Takes what the control plane says of a quota that does less than it seems to say. */
  onSaved: (warnings: readonly string[]) => void
}

/** What a queue is owed, may hold, borrow and lend in a pool. Nothing is saved before the changes have been read and confirmed. */
export function QuotaEditor({ quota, standing, capacity, onSaved }: QuotaEditorProps) {
  const [fields, setFields] = useState(() => fieldsOf(quota, quotaResources(quota, capacity)))
  const formId = useId()
  const changes = useMemo(() => changesOf(quota, fields), [quota, fields])
  const wrong = useMemo(() => problemsOf(fields), [fields])
  const isGood = Object.keys(wrong).length === 0
  const save = useDeed(trpc.quotas.set.mutationOptions(), {
    said: ({ queue, nodePool }) => ({
      title: `Quota of ${queue.name} in ${nodePool.name} is set`,
      detail: 'The next scheduling round goes by it.',
    }),
    commands: isGood ? orgCommands.setQuota(quota, requestOf(quota, fields)) : [],
    reads: [trpc.quotas, trpc.queues],
    after: ({ warnings, ...saved }) => {
      setFields(fieldsOf(saved, Object.keys(fields.lines)))
      onSaved(warnings)
    },
  })
  const problems = { ...refusedFields(save.error), ...wrong }
  const change = (next: Partial<QuotaFields>) => {
    save.reset()
    setFields((before) => ({ ...before, ...next }))
  }
  const setLine = (resource: string, line: LineFields, next: Partial<LineFields>) =>
    change({ lines: { ...fields.lines, [resource]: { ...line, ...next } } })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isGood && changes.length > 0) save.mutate(requestOf(quota, fields))
  }
  return (
    <form id={formId} className={classes['form']} onSubmit={onSubmit} noValidate>
      {Object.entries(fields.lines).map(([resource, line]) => (
        <ResourceLine
          key={resource}
          resource={resource}
          line={line}
          standing={standing}
          problems={problems}
          onChange={(next) => setLine(resource, line, next)}
        />
      ))}
      <ShareLegend />
      <div className={classes['pair']}>
        <TextInput
          label="Rank"
          description="Who is served first with what is left over: the higher. Equal ranks share by weight."
          inputMode="numeric"
          value={fields.rank}
          error={problems['rank']}
          onChange={(event) => change({ rank: event.currentTarget.value })}
        />
        <TextInput
          label="Safe from preemption for"
          description="Counted from the start of a run. Empty: as the queue above, at the top as the pool says."
          placeholder="as the queue above"
          value={fields.minRuntime}
          error={problems['minRuntime']}
          onChange={(event) => change({ minRuntime: event.currentTarget.value.trim() })}
        />
      </div>
      {changes.length > 0 && isGood ? <Preview quota={quota} fields={fields} /> : null}
      <ProblemNotice error={save.error} />
      <div className={classes['tools']}>
        <Button onClick={() => change(fieldsOf(quota, Object.keys(fields.lines)))} disabled={changes.length === 0}>
          Revert
        </Button>
        <Button type="submit" variant="primary" disabled={!isGood || changes.length === 0} isBusy={save.isPending}>
          {changes.length === 0 ? 'Nothing changed' : `Set ${plural(changes.length, 'value')}`}
        </Button>
      </div>
    </form>
  )
}

function Preview({ quota, fields }: { quota: Quota; fields: QuotaFields }) {
  const request = requestOf(quota, fields)
  const canTry = useCan('quota:write')
  return (
    <>
      <ul className={classes['changes']} aria-label="What will change">
        {changesOf(quota, fields).map(({ what, before, after }) => (
          <li key={what}>
            <b>{what}</b>
            <span className={classes['dim']}>{before}</span>
            <span aria-label="becomes">→</span>
            <span>{after}</span>
          </li>
        ))}
      </ul>
      {canTry ? <QuotaWarnings request={request} /> : null}
      {canTry ? <QuotaTrial request={request} /> : null}
      <CommandBox title="The same by hand" commands={orgCommands.setQuota(quota, request)} isWrapped />
    </>
  )
}

/** What the API refused, by field: it names them as this form does. */
function refusedFields(error: unknown): Record<string, string> {
  if (error === null) return {}
  return Object.fromEntries(
    problemOf(error).issues.map(({ path, message }) => [path.replace(/^extended\./, ''), message]),
  )
}
