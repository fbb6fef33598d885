import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId, useMemo, useState, type FormEvent } from 'react'
import { ShareBar, ShareLegend, shareExtent } from '../../components/bars/share-bar.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { resourceLabel, resourceUnit } from '../../lib/format/amounts.ts'
import { plural } from '../../lib/format/numbers.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'
import type { Queue } from '../queues/shares.ts'
import { BoundInput } from './bound-input.tsx'
import { orgCommands } from './org-commands.ts'
import {
  changesOf,
  fieldsOf,
  problemsOf,
  QUOTA_RESOURCES,
  readBound,
  requestOf,
  type LineFields,
  type Quota,
  type QuotaFields,
  type QuotaResource,
} from './quota-lines.ts'
import classes from './org.module.css'

interface QuotaEditorProps {
  quota: Quota
  /** How the queue stands right now in this pool. */
  standing: Queue | undefined
}

/** What a queue is owed, may hold, and weighs in a pool. Nothing is saved before the changes have been read and confirmed. */
export function QuotaEditor({ quota, standing }: QuotaEditorProps) {
  const [fields, setFields] = useState(() => fieldsOf(quota))
  const formId = useId()
  const problems = useMemo(() => problemsOf(fields), [fields])
  const changes = useMemo(() => changesOf(quota, fields), [quota, fields])
  const isGood = Object.keys(problems).length === 0
  const save = useMutation(
    trpc.quotas.set.mutationOptions({
      onSuccess: (saved) => {
        void queryClient.invalidateQueries({ queryKey: trpc.quotas.pathKey() })
        void queryClient.invalidateQueries({ queryKey: trpc.queues.pathKey() })
        setFields(fieldsOf(saved))
        toast({
          tone: 'success',
          title: `Quota of ${saved.queue.name} in ${saved.nodePool.name} is set`,
          detail: 'The next scheduling round goes by it.',
        })
      },
    }),
  )
  const setLine = (resource: QuotaResource, change: Partial<LineFields>) =>
    setFields((before) => ({
      ...before,
      lines: { ...before.lines, [resource]: { ...before.lines[resource], ...change } },
    }))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isGood && changes.length > 0) save.mutate(requestOf(quota, fields))
  }
  return (
    <form id={formId} className={classes['form']} onSubmit={onSubmit} noValidate>
      {QUOTA_RESOURCES.map((resource) => (
        <ResourceLine
          key={resource}
          resource={resource}
          line={fields.lines[resource]}
          standing={standing}
          problems={problems}
          onChange={(change) => setLine(resource, change)}
        />
      ))}
      <ShareLegend />
      <TextInput
        label="Rank"
        description="Among its siblings, who is served first with what is left over: the higher. Equal ranks share by weight."
        inputMode="numeric"
        value={fields.rank}
        error={problems['rank']}
        onChange={(event) => setFields({ ...fields, rank: event.currentTarget.value })}
        w={240}
      />
      {changes.length > 0 && isGood ? <Preview quota={quota} fields={fields} /> : null}
      <ProblemNotice error={save.error} />
      <div className={classes['tools']}>
        <Button onClick={() => setFields(fieldsOf(quota))} disabled={changes.length === 0}>
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
      <CommandBox title="The same by hand" commands={orgCommands.setQuota(quota, requestOf(quota, fields))} isWrapped />
    </>
  )
}

interface ResourceLineProps {
  resource: QuotaResource
  line: LineFields
  standing: Queue | undefined
  problems: Readonly<Record<string, string>>
  onChange: (change: Partial<LineFields>) => void
}

function ResourceLine({ resource, line, standing, problems, onChange }: ResourceLineProps) {
  const amount = (list: Readonly<Record<string, number>> | undefined) => list?.[resource] ?? 0
  const share = {
    deserved: readBound(resource, line.deserved) ?? null,
    limit: readBound(resource, line.limit) ?? null,
    fairShare: amount(standing?.fairShare),
    allocated: amount(standing?.allocated),
    requested: amount(standing?.requested),
  }
  return (
    <fieldset className={classes['resource']} aria-label={resourceLabel(resource)}>
      <h3>
        {resourceLabel(resource)}
        <span>{resourceUnit(resource)}</span>
      </h3>
      <ShareBar share={share} max={Math.max(shareExtent(share), share.limit ?? 0, 1) * 1.02} />
      <div className={classes['bounds']}>
        <BoundInput
          label="Deserved"
          value={line.deserved}
          error={problems[`${resource}.deserved`]}
          onChange={(deserved) => onChange({ deserved })}
        />
        <BoundInput
          label="Limit"
          value={line.limit}
          error={problems[`${resource}.limit`]}
          onChange={(limit) => onChange({ limit })}
        />
        <TextInput
          label="Weight"
          inputMode="decimal"
          value={line.weight}
          error={problems[`${resource}.weight`]}
          onChange={(event) => onChange({ weight: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  )
}
