import { randomUUID } from 'node:crypto'
import type { RunSpec } from '@fairlead/protocol'
import { atEnd } from '../at-end.ts'
import type { ObservedCluster, ObservedRun, RunRequest } from '../../src/drivers/driver.ts'
import type { KubernetesDriver } from '../../src/drivers/kubernetes/kubernetes-driver.ts'
import { until } from '../until.ts'
import { kubernetesDriver, type TestDriver } from './driver-harness.ts'

export type OpenDriver = {
  driver: KubernetesDriver
  seen: ObservedRun[]
  clusters: ObservedCluster[]
  close: () => Promise<void>
}

/** An opened driver. It is closed when the file's tests have ended. */
export async function openDriver(test: TestDriver): Promise<OpenDriver> {
  const driver = await kubernetesDriver(test)
  const seen: ObservedRun[] = []
  const clusters: ObservedCluster[] = []
  await driver.open({
    onRun: (run) => seen.push(run),
    onNode: () => undefined,
    onCluster: (cluster) => clusters.push(cluster),
  })
  let isClosed = false
  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    await driver.close()
  }
  atEnd(close)
  return { driver, seen, clusters, close }
}

export function requestFor(spec: RunSpec, generation = 1): RunRequest {
  return { runId: randomUUID(), generation, spec }
}

/** Starts a run and waits until it is as it should be. */
export async function runUntil(
  { driver }: Pick<OpenDriver, 'driver'>,
  request: RunRequest,
  isSo: (run: ObservedRun) => boolean,
): Promise<ObservedRun> {
  await driver.start(request)
  return untilRun({ driver }, request, isSo)
}

export async function untilRun(
  { driver }: Pick<OpenDriver, 'driver'>,
  { runId }: RunRequest,
  isSo: (run: ObservedRun) => boolean,
): Promise<ObservedRun> {
  let last: ObservedRun | undefined
  try {
    return await until(
      () => {
        last = driver.find(runId).at(-1)
        return last !== undefined && isSo(last) ? last : undefined
      },
      `run ${runId}`,
      60_000,
    )
  } catch (error) {
    throw new Error(`the run is still ${JSON.stringify(last)}`, { cause: error })
  }
}

export function hasEnded({ phase }: ObservedRun): boolean {
  return ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(phase)
}
