import { schemaResolver, useForm } from '@mantine/form'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { sayDone } from '../../components/deed/say-done.ts'
import { Page } from '../../components/page/page.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import { randomId } from '../../lib/random-id.ts'
import { api, trpc } from '../../lib/trpc.ts'
import { cloneCommands } from './clone-commands.ts'
import { CloneDifferences } from './clone-differences.tsx'
import { checkTogether } from './check-form.ts'
import { fieldOf } from './field-of.ts'
import { fromRequest } from './from-request.ts'
import { onlyOfKind } from './kind-fields.ts'
import { PreviewBox } from './preview-box.tsx'
import { submitCommands } from './submit-commands.ts'
import { SubmitFields } from './submit-fields.tsx'
import { EMPTY_FORM, SubmitForm, type Submit } from './submit-form.ts'
import { toRequest } from './to-request.ts'
import { useChoices } from './use-choices.ts'
import classes from './submit-page.module.css'

interface SubmitPageProps {
  /** The id of a workload to begin from. */
  from: string | undefined
  project: string | undefined
}

export function SubmitPage({ from, project }: SubmitPageProps) {
  return from === undefined ? <SubmitWith start={{ ...EMPTY_FORM, project: project ?? '' }} /> : <Clone from={from} />
}

/** What a form began from: a workload, and the request that the form makes of it when nothing is changed. */
interface Origin {
  id: string
  name: string
  request: Submit
}

function Clone({ from }: { from: string }) {
  const { data: workload } = useSuspenseQuery(trpc.workloads.get.queryOptions({ workload: from }))
  const { data: request } = useSuspenseQuery(trpc.workloads.request.queryOptions({ workload: from }))
  const [{ start, origin }] = useState(() => {
    const start = fromRequest(request as Submit)
    return { start, origin: { id: workload.id, name: workload.name, request: toRequest(start) } }
  })
  return <SubmitWith start={start} origin={origin} />
}

const checkFields = schemaResolver(SubmitForm, { sync: true })

/** A form beside what it means: the same as YAML, as a command and as a request, as it is typed. */
function SubmitWith({ start, origin }: { start: SubmitForm; origin?: Origin }) {
  const navigate = useNavigate()
  const templates = useQuery(trpc.templates.list.queryOptions({}))
  const [idempotencyKey, setKey] = useState(randomId)
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const form = useForm<SubmitForm>({
    initialValues: start,
    validate: (values) => {
      const form = onlyOfKind(values)
      const template = templates.data?.items.find(({ name }) => name === form.template)
      return { ...checkTogether(form, template), ...checkFields(form) }
    },
    validateInputOnBlur: true,
  })
  const choices = useChoices(form.values.project)
  const request = toRequest(form.values)
  const commands = useMemo(
    () => (origin ? cloneCommands(origin, toRequest(form.values)) : submitCommands(form.values)),
    [origin, form.values],
  )
  const clonedFrom = origin ? { clonedFrom: origin.id } : {}
  const submit = async (values: SubmitForm) => {
    setBusy(true)
    setError(undefined)
    try {
      const workload = await api.workloads.submit.mutate({ ...toRequest(values), ...clonedFrom, idempotencyKey })
      if (origin)
        await queryClient.invalidateQueries({ queryKey: trpc.workloads.get.queryKey({ workload: origin.id }) })
      const [warning] = workload.warnings
      sayDone(
        workload,
        { title: `${workload.name} is submitted`, ...(warning === undefined ? {} : { detail: sentence(warning) }) },
        commands,
      )
      await navigate({ to: '/workloads/$workload', params: { workload: workload.id } })
    } catch (caught) {
      const { issues, code } = problemOf(caught)
      // A refused request may be corrected, and is another request then.
      if (code !== 'OFFLINE') setKey(randomId())
      for (const issue of issues) {
        const field = fieldOf(issue.path)
        if (field) form.setFieldError(field, issue.message)
      }
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page
      title={origin ? `Clone ${origin.name}` : 'Submit workload'}
      meta={
        origin ? (
          <Link to="/workloads/$workload" params={{ workload: origin.id }}>
            what it is made from
          </Link>
        ) : undefined
      }
    >
      {choices.isKnown && choices.projects.length === 0 ? (
        <Notice
          tone="warn"
          title="There is no project to submit to."
          action={
            <ButtonLink to="/org" size="small">
              Projects
            </ButtonLink>
          }
        >
          Work belongs to a project, which says how much of each pool it is owed.
        </Notice>
      ) : null}
      <form className={classes['columns']} noValidate onSubmit={form.onSubmit((values) => void submit(values))}>
        <div className={classes['form']}>
          <SubmitFields form={form} choices={choices} />
        </div>
        <div className={classes['side']}>
          {origin ? <CloneDifferences name={origin.name} origin={origin.request} request={request} /> : null}
          <CommandBox title="The same by hand" commands={commands} />
          <Kept rest={form.values.rest} />
          <ProblemNotice error={error} />
          <PreviewBox
            request={request}
            isGood={() => !form.validate().hasErrors}
            discard={<ButtonLink to="/workloads">Discard</ButtonLink>}
            submit={
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {origin ? 'Submit clone' : 'Submit workload'}
              </Button>
            }
          />
        </div>
      </form>
    </Page>
  )
}

/** Says what goes along unseen. */
function Kept({ rest }: { rest: SubmitForm['rest'] }) {
  const names = Object.keys(rest)
  if (names.length === 0) return null
  return <Notice title="Kept as it was:">{names.join(', ')}.</Notice>
}
