import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ButtonLink } from '../../components/button/button.tsx'
import { Page } from '../../components/page/page.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { withoutTime } from '../clusters/health-sentence.ts'
import { Checks } from './checks.tsx'
import { FirstRunStep } from './first-run-step.tsx'
import { NameStep } from './name-step.tsx'
import { Step, type StepState } from './step.tsx'
import { TokenStep, type Join } from './token-step.tsx'
import classes from './enrol-page.module.css'

type Enrolment = Outputs['clusters']['enrolment']
type StepName = Enrolment['steps'][number]['step']

/** Besides the live stream, which does not tell that a token has run out. */
const EVERY_MS = 5000

/** What stands in the list before there is a cluster. */
const AHEAD: readonly [StepName, string][] = [
  ['token', 'Start its agent'],
  ['enrolled', 'The agent has enrolled'],
  ['heartbeat', 'Its heartbeat arrives'],
  ['checks', 'Its self-test passes'],
  ['nodes', 'Its nodes are known'],
  ['pool', 'They belong to a pool'],
  ['first-run', 'A first run has succeeded here'],
]

/** From a name to a first run, in steps that tick themselves. It can be left and taken up again at any step. */
export function EnrolPage({ cluster: name }: { cluster: string | undefined }) {
  const navigate = useNavigate({ from: '/clusters/enrol' })
  const [join, setJoin] = useState<Join>()
  const query = useQuery(
    trpc.clusters.enrolment.queryOptions(
      { cluster: name ?? '' },
      { enabled: name !== undefined, refetchInterval: ({ state }) => (isOver(state.data) ? false : EVERY_MS) },
    ),
  )
  if (name === undefined) {
    return (
      <Page title="Add cluster">
        <ol className={classes['steps']}>
          <Step number={1} title="Name it" state="active">
            <NameStep
              onCreated={(created) => {
                setJoin(created.join)
                void navigate({ search: { cluster: created.cluster.name }, replace: true })
              }}
            />
          </Step>
          {AHEAD.map(([step, title], index) => (
            <Step key={step} number={index + 2} title={title} state="waiting" />
          ))}
        </ol>
      </Page>
    )
  }
  if (query.isError && !query.data) {
    return (
      <Page title="Add cluster">
        <ErrorState title="The enrolment could not be read" error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  }
  return (
    <Page title={`Add cluster ${name}`}>
      {query.data ? <Steps enrolment={query.data} join={join} onJoin={setJoin} /> : null}
    </Page>
  )
}

function Steps({
  enrolment,
  join,
  onJoin,
}: {
  enrolment: Enrolment
  join: Join | undefined
  onJoin: (join: Join) => void
}) {
  const { cluster, steps } = enrolment
  const isEnrolled = cluster.enrolledAt !== null
  const isDone = isOver(enrolment)
  // The token alone is not the goal: until the agent has enrolled, starting it is what there is to do.
  const active = isEnrolled ? steps.find(({ state }) => state !== 'done')?.step : 'token'
  const stateOf = (step: Enrolment['steps'][number]): StepState => {
    if (step.step === 'token' && !isEnrolled) return 'active'
    if (step.state === 'done' || step.state === 'failed') return step.state
    return step.step === active ? 'active' : 'waiting'
  }
  return (
    <>
      {isDone ? (
        <div className={classes['done']} role="status">
          <strong>{cluster.name} is ready for work.</strong>
          <ButtonLink to="/clusters/$cluster" params={{ cluster: cluster.name }} variant="primary">
            Open cluster
          </ButtonLink>
        </div>
      ) : null}
      <ol className={classes['steps']}>
        <Step number={1} title="Name it" state="done" detail={cluster.name} />
        {steps.map((step, index) => {
          const state = stateOf(step)
          const title = step.step === 'token' ? 'Start its agent' : step.title
          const isOpen = step.step === active || (state === 'failed' && isEnrolled)
          return (
            <Step key={step.step} number={index + 2} title={title} state={state} detail={detailOf(step, state)}>
              {step.step === 'token' && !isEnrolled ? (
                <TokenStep cluster={cluster.name} join={join} onJoin={onJoin} />
              ) : isOpen ? (
                <StepHelp step={step} cluster={cluster} />
              ) : null}
            </Step>
          )
        })}
      </ol>
    </>
  )
}

function StepHelp({ step, cluster }: { step: Enrolment['steps'][number]; cluster: Enrolment['cluster'] }) {
  if (step.step === 'checks')
    return (
      <div className={classes['box']}>
        <Checks cluster={cluster.name} />
      </div>
    )
  if (step.step === 'first-run') return <FirstRunStep cluster={cluster} />
  return (
    <span className={classes['pulse']} role="status">
      {step.step === 'heartbeat'
        ? 'Waiting for the agent to come back. Its own log says why it does not.'
        : 'Waiting for the agent to report.'}
    </span>
  )
}

function detailOf(step: Enrolment['steps'][number], state: StepState): string | undefined {
  if (state === 'waiting') return undefined
  if (step.step === 'token') return state === 'done' ? 'its token is used' : undefined
  return withoutTime(step.detail)
}

function isOver(enrolment: Enrolment | undefined): boolean {
  return enrolment?.steps.every(({ state }) => state === 'done') === true
}
