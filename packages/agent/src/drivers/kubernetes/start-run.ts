import { sleep, type Clock } from '../../lib/clock.ts'
import { messageOf } from '../../lib/logger.ts'
import { StartRefused, type RunRequest } from '../driver.ts'
import { KINDS, pathOf, type KubeObject } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import { hasStatus, KubeError } from './api/kube-error.ts'
import { createObject, NameTaken } from './create-object.ts'
import { isDenial, isQuota } from './judge/judge-main.ts'
import type { KubernetesSettings } from './kubernetes-settings.ts'
import { LABEL, MANAGER } from './labels.ts'
import { readMain, type MainFacts, type RawMain } from './observe/main-facts.ts'
import { readRecord, recordOf, type RawRecord, type RunRecord } from './observe/run-record.ts'
import { RUN_SERVICE_ACCOUNT } from './render/pod-template.ts'
import type { RenderContext } from './render/render-context.ts'
import { renderRun } from './render/render-run.ts'

const RETRY_MS = 1_000

export type Started = { record: RunRecord; main: MainFacts | undefined }

/**
 * Puts a run on record. In this order, so that it can be interrupted between any two calls: what it needs; the main object, held back so that it makes no pod;
 * and the record. With the record the run has begun; whoever finds it lets the main object go. Without it nothing has.
 */
export async function startRun(options: {
  api: KubeApi
  request: RunRequest
  context: RenderContext
  settings: KubernetesSettings
  clock: Clock
  signal: AbortSignal
}): Promise<Started> {
  const { api, request, context, settings, clock } = options
  const rendered = renderRun(request, context)
  const { main, companions } = rendered
  let mainFacts: MainFacts | undefined
  // Before anything is made: a run that is too large for its record is refused.
  const record = recordOf(request, rendered, settings.clusterId, clock.now())
  const canBeHeld = main.kind !== 'InferenceService'
  try {
    await ensureServiceAccount(api, request.spec.project.namespace, settings)
    for (const object of companions) await createObject(api, object)
    if (canBeHeld) mainFacts = readMain(main.kind, await createObject<RawMain>(api, main))
  } catch (error) {
    throw refusalOf(error, request)
  }
  const created = await commit(options, record)
  if (!canBeHeld) mainFacts = readMain(main.kind, await createObject<RawMain>(api, main))
  const facts = readRecord(created)
  if (facts === undefined) throw new Error(`the record ${record.metadata.name} cannot be read`)
  return { record: facts, main: mainFacts }
}

/** Whether a call that was not answered had an effect is not known: it is made again until it is. */
async function commit(
  { api, request, clock, signal }: { api: KubeApi; request: RunRequest; clock: Clock; signal: AbortSignal },
  record: KubeObject,
): Promise<RawRecord> {
  for (;;) {
    try {
      return await createObject<RawRecord>(api, record)
    } catch (error) {
      if (error instanceof NameTaken || (error instanceof KubeError && error.status < 500)) {
        throw refusalOf(error, request)
      }
      if (signal.aborted) throw error
      await sleep(clock, RETRY_MS, signal)
    }
  }
}

const ensured = new WeakMap<KubeApi, Set<string>>()

/** Pods of runs have a name of their own, and no rights. */
async function ensureServiceAccount(api: KubeApi, namespace: string, settings: KubernetesSettings): Promise<void> {
  const known = ensured.get(api) ?? new Set()
  ensured.set(api, known)
  if (known.has(namespace)) return
  try {
    await api.send({
      method: 'POST',
      path: pathOf('ServiceAccount', namespace),
      body: {
        apiVersion: KINDS.ServiceAccount.apiVersion,
        kind: 'ServiceAccount',
        metadata: {
          name: RUN_SERVICE_ACCOUNT,
          namespace,
          labels: { [LABEL.managedBy]: MANAGER, [LABEL.cluster]: settings.clusterId },
        },
        automountServiceAccountToken: false,
      },
    })
  } catch (error) {
    if (!hasStatus(error, 409)) throw error
  }
  known.add(namespace)
}

/** The ServiceAccount of a namespace may have been deleted: it is looked for again. */
export function forgetServiceAccounts(api: KubeApi): void {
  ensured.delete(api)
}

/** What the API's refusal means for the run. */
export function refusalOf(error: unknown, request: RunRequest): Error {
  if (error instanceof NameTaken) return refused('NAME_TAKEN', error.message, false)
  if (!(error instanceof KubeError)) return error instanceof Error ? error : new Error(messageOf(error))
  const { namespace } = request.spec.project
  const { message } = error
  if (isQuota(message))
    return refused('NAMESPACE_QUOTA', `the quota of namespace ${namespace} leaves no room: ${message}`, true)
  if (error.status === 404 && /^404 page not found|could not find the requested resource/.test(message)) {
    return refused('ENGINE_MISSING', `a controller that the run needs is no longer installed here: ${message}`, true)
  }
  if (error.status === 404) {
    return refused(
      'NAMESPACE_MISSING',
      `${message}. If the namespace is missing: kubectl create namespace ${namespace}`,
      true,
    )
  }
  if (error.status === 403 && /cannot \w+ resource/.test(message)) {
    return refused('RIGHT_MISSING', `the agent lacks a right in namespace ${namespace}: ${message}`, true)
  }
  if (error.status === 403 || (error.status < 500 && isDenial(message))) {
    return refused('ADMISSION_DENIED', `the cluster does not allow this run: ${message}`, false)
  }
  if (error.status === 422 || error.status === 400)
    return refused('INVALID', `the cluster cannot take this run: ${message}`, false)
  return error
}

function refused(code: string, message: string, retryable: boolean): StartRefused {
  return new StartRefused({ code, message, retryable })
}
