import type { V1CronJob, V1Job } from '@kubernetes/client-node'
import { orUndefined, type Kube } from '../install/kube.ts'
import { fail, pass, warn, type Check } from '../preflight/check.ts'
import { NIGHTLY } from './nightly-objects.ts'
import { troubleOfJob } from './run-nightly.ts'

const WHAT = 'backups by night'

/** I3: how the backups fare that the cluster makes by itself. Undefined where the site asks for none. */
export async function checkNightly(kube: Kube, namespace: string): Promise<Check | undefined> {
  const cron = await orUndefined(kube.batch.readNamespacedCronJob({ name: NIGHTLY, namespace }))
  if (cron === undefined) return undefined
  const { items } = await kube.batch.listNamespacedJob({ namespace })
  const last = lastFailure(cron, items)
  return judgeNightly(
    cron,
    last && { at: startOf(last), why: await troubleOfJob(kube, namespace, last.metadata?.name ?? '') },
  )
}

/** What to say of a job that has been made so often, and whose last run may have failed. */
export function judgeNightly(
  { status, spec }: V1CronJob,
  failure: { at: Date | undefined; why: readonly string[] } | undefined,
): Check {
  const success = status?.lastSuccessfulTime
  const since = success === undefined ? 'never made' : `last made ${new Date(success).toISOString()}`
  if (failure !== undefined)
    return fail(
      'I3',
      WHAT,
      `${since}, failed ${failure.at === undefined ? '' : new Date(failure.at).toISOString()}`.trimEnd(),
      `${failure.why.join('; ') || 'its pod is gone'}: mend this, and see with ./airgap nightly run`,
    )
  if (spec?.suspend === true) return warn('I3', WHAT, `${since}, suspended`, `kubectl patch it with suspend: false`)
  if (success === undefined)
    return warn('I3', WHAT, since, 'try it before the night does: ./airgap nightly run, then ./airgap nightly fetch')
  return pass('I3', WHAT, since)
}

/** The newest of its own jobs, if that has failed and none has worked since. */
export function lastFailure({ metadata, status }: V1CronJob, jobs: readonly V1Job[]): V1Job | undefined {
  const own = jobs.filter((job) => job.metadata?.ownerReferences?.some(({ uid }) => uid === metadata?.uid))
  const [newest] = own.toSorted((a, b) => Number(startOf(b)) - Number(startOf(a)))
  const hasFailed = newest?.status?.conditions?.some(({ type, status: is }) => type === 'Failed' && is === 'True')
  if (newest === undefined || hasFailed !== true) return undefined
  const success = status?.lastSuccessfulTime
  return success !== undefined && new Date(success) > startOf(newest)! ? undefined : newest
}

function startOf({ metadata }: V1Job): Date | undefined {
  return metadata?.creationTimestamp === undefined ? undefined : new Date(metadata.creationTimestamp)
}
