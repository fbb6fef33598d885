import { schemaResolver, useForm } from '@mantine/form'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Page } from '../../components/page/page.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { problemOf } from '../../lib/problem.ts'
import { randomId } from '../../lib/random-id.ts'
import { api, trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { requestOf } from '../workloads/manifest.ts'
import { EMPTY_FORM, fieldOf, fromRequest, SubmitForm, toRequest } from './submit-form.ts'
import { submitCommands } from './submit-commands.ts'
import { SubmitFields } from './submit-fields.tsx'
import classes from './submit-page.module.css'

interface SubmitPageProps {
  /** The id of a workload to begin from. */
  from: string | undefined
  project: string | undefined
}

export function SubmitPage({ from, project }: SubmitPageProps) {
  return from === undefined ? (
    <SubmitWith start={{ ...EMPTY_FORM, project: project ?? '' }} />
  ) : (
    <SubmitAgain from={from} />
  )
}

function SubmitAgain({ from }: { from: string }) {
  const { data } = useSuspenseQuery(trpc.workloads.get.queryOptions({ workload: from }))
  return <SubmitWith start={fromRequest(requestOf(data, new Map()))} />
}

/** A form beside what it means: the same as YAML, as a command and as a request, as it is typed. */
function SubmitWith({ start }: { start: SubmitForm }) {
  const navigate = useNavigate()
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const [idempotencyKey, setKey] = useState(randomId)
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const form = useForm<SubmitForm>({
    initialValues: start,
    validate: schemaResolver(SubmitForm, { sync: true }),
    validateInputOnBlur: true,
  })
  const open = (projects.data?.items ?? []).filter(({ archivedAt }) => archivedAt === null).map(({ name }) => name)
  const commands = useMemo(() => submitCommands(form.values), [form.values])
  const submit = async (values: SubmitForm) => {
    setBusy(true)
    setError(undefined)
    try {
      const workload = await api.workloads.submit.mutate({ ...toRequest(values), idempotencyKey })
      toast({ tone: 'success', title: `${workload.name} is submitted` })
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
    <Page title="Submit workload">
      {projects.data && open.length === 0 ? (
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
          <SubmitFields
            form={form}
            choices={{
              projects: open,
              pools: (pools.data?.items ?? []).map(({ name }) => name),
              clusters: (clusters.data?.items ?? []).filter(({ state }) => state !== 'revoked').map(({ name }) => name),
            }}
          />
        </div>
        <div className={classes['side']}>
          <CommandBox title="The same by hand" commands={commands} />
          <ProblemNotice error={error} />
          <div className={classes['actions']}>
            <ButtonLink to="/workloads">Discard</ButtonLink>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              Submit workload
            </Button>
          </div>
        </div>
      </form>
    </Page>
  )
}
