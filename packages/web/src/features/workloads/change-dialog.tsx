import { schemaResolver, useForm, type UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Textarea } from '../../components/input/textarea.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { fieldOf } from '../submit/field-of.ts'
import { picked, type Choices } from '../submit/form-parts.ts'
import { hasField } from '../submit/kind-fields.ts'
import { PlacementSection } from '../submit/placement-section.tsx'
import { SubmitForm, type Submit } from '../submit/submit-form.ts'
import { useChoices } from '../submit/use-choices.ts'
import { changeCommands, changeOf } from './change.ts'
import { changeAhead, isLight } from './change-ahead.ts'
import { changeForm, changeProblems } from './change-form.ts'
import { hasRun } from './phases.ts'
import { PRIORITY_NAMES, priorityName } from './priorities.ts'
import classes from '../submit/submit-page.module.css'

type Detail = Outputs['workloads']['get']

interface ChangeDialogProps {
  workload: Detail
  onClose: () => void
}

/** What a workload asks for, changed where it stands: while it waits it keeps its place in the queue. */
export function ChangeDialog({ workload, onClose }: ChangeDialogProps) {
  const request = useQuery(trpc.workloads.request.queryOptions({ workload: workload.id }))
  // The form keeps what it begins with, so that has to be there first, as it is now; what is read again later does not take away what was typed.
  return request.data && request.isFetchedAfterMount ? (
    <ChangeFrom workload={workload} request={request.data as Submit} onClose={onClose} />
  ) : null
}

function ChangeFrom({ request, ...props }: ChangeDialogProps & { request: Submit }) {
  const [start] = useState(() => changeForm(props.workload, request))
  return <ChangeWith {...props} start={start} />
}

const checkFields = schemaResolver(SubmitForm, { sync: true })

function ChangeWith({ workload, start, onClose }: ChangeDialogProps & { start: SubmitForm }) {
  const formId = useId()
  const choices = useChoices(workload.project.name)
  const form = useForm<SubmitForm>({
    initialValues: start,
    validate: (values) => ({ ...changeProblems(workload, values), ...checkFields(values) }),
    validateInputOnBlur: true,
  })
  const change = changeOf(form.getInitialValues(), form.values)
  const isChanged = Object.keys(change).length > 0
  const commands = changeCommands(workload, change)
  const save = useDeed(trpc.workloads.change.mutationOptions(), {
    said: ({ name, warnings: [warning] }) => ({
      title: `${name} is changed`,
      detail: warning === undefined ? 'The next scheduling round goes by it.' : sentence(warning),
    }),
    commands,
    reads: [trpc.workloads, trpc.queues],
    ahead: changeAhead,
    ...(isLight(change) ? { failed: `${workload.name} stays as it was` } : { after: onClose }),
    refused: (error) => {
      for (const { path, message } of problemOf(error).issues) {
        const field = fieldOf(path)
        if (field) form.setFieldError(field, message)
      }
    },
  })
  return (
    <Dialog
      title={`Change ${workload.name}`}
      isOpen
      onClose={onClose}
      width={680}
      footer={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button type="submit" form={formId} variant="primary" disabled={!isChanged} isBusy={save.isPending}>
            {isChanged ? 'Change workload' : 'Nothing changed'}
          </Button>
        </>
      }
    >
      {hasRun(workload.status.phase) ? (
        <Notice title="A cluster has it already.">
          Its priority can be changed, and that it may be interrupted. To change the rest, stop it first.
        </Notice>
      ) : null}
      <form
        id={formId}
        noValidate
        onSubmit={form.onSubmit(() => {
          if (isChanged) save.mutate({ workload: workload.id, ...change })
          // It is shown already; a refusal is said and takes it back.
          if (isChanged && isLight(change)) onClose()
        })}
      >
        <ChangeFields form={form} choices={choices} workload={workload} />
      </form>
      {isChanged ? <CommandBox title="The same by hand" commands={commands} isWrapped /> : null}
      <ProblemNotice error={save.error} />
    </Dialog>
  )
}

interface ChangeFieldsProps {
  form: UseFormReturnType<SubmitForm>
  choices: Choices
  workload: Detail
}

const PRIORITIES = Object.entries(PRIORITY_NAMES).map(([name, value]) => ({ value: name, label: `${name} (${value})` }))

function ChangeFields({ form, choices, workload }: ChangeFieldsProps) {
  const third = classes['third'] ?? ''
  const quarter = classes['quarter'] ?? ''
  const { kind, clusters } = form.values
  const text = (name: 'cpu' | 'memory' | 'gpu' | 'replicas' | 'replicasMin' | 'timeout', label: string) => (
    <TextInput className={name === 'timeout' ? third : quarter} label={label} {...form.getInputProps(name)} />
  )
  return (
    <div className={classes['form']}>
      <div className={classes['fields']}>
        <Picker
          className={third}
          label="Priority"
          placeholder={priorityName(workload.priority)}
          options={PRIORITIES}
          {...picked(form, 'priority')}
        />
        <Picker
          className={third}
          label="May be interrupted"
          options={[
            { value: 'yes', label: 'yes, for work that is owed the room' },
            { value: 'no', label: 'no, then only inside deserved quota' },
          ]}
          {...picked(form, 'preemptible')}
        />
        {hasRun(workload.status.phase) ? null : (
          <>
            {text('timeout', 'Time limit')}
            {text('gpu', 'GPUs')}
            {text('cpu', 'CPU cores')}
            {text('memory', 'Memory')}
            {hasField(kind, 'replicas') ? text('replicas', 'Replicas') : null}
            {hasField(kind, 'replicasMin') ? text('replicasMin', 'Replicas, at least') : null}
            <Picker className={third} label="Node pool" options={[...choices.pools]} {...picked(form, 'pool')} />
            <div className={classes['clusters']} style={{ gridColumn: 'span 5' }}>
              <span className={classes['label']}>Clusters</span>
              <FilterPicker
                label={clusters.length > 0 ? 'Only' : 'Any cluster'}
                options={choices.clusters.map((name) => ({ value: name, label: name }))}
                value={clusters}
                isMultiple
                onChange={(chosen) => form.setFieldValue('clusters', chosen)}
              />
            </div>
          </>
        )}
      </div>
      {hasRun(workload.status.phase) ? null : (
        <>
          <PlacementSection form={form} choices={choices} />
          <Textarea
            className={classes['mono'] ?? ''}
            label="Labels"
            description="key=value lines, for finding and reporting."
            rows={2}
            spellCheck={false}
            {...form.getInputProps('labels')}
          />
        </>
      )}
    </div>
  )
}
