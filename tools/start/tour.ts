import type { Client } from '@fairlead/sdk'
import { screen } from './screen.ts'
import { burstAndReclaim } from './tour/burst-and-reclaim.ts'
import { cannotFit } from './tour/cannot-fit.ts'
import { clearOut } from './tour/clear-out.ts'
import type { Tour } from './tour/expect.ts'
import { gang } from './tour/gang.ts'
import { training, trainingInPod } from './tour/training.ts'
import type { DemoKubernetes } from './kubernetes.ts'

/** Shows on real parts what the product is for. Throws `TourFailed` with one sentence when something did not happen as told. */
export async function runTour(
  client: Client,
  options: { seconds: () => number; isOnce: boolean; signal: AbortSignal; kubernetes?: DemoKubernetes | undefined },
): Promise<void> {
  // Names of this tour's work, so that several tours can be told apart.
  const tour: Tour = { client, suffix: Date.now().toString(36).slice(-4), signal: options.signal }
  await clearOut(tour)
  await training(tour)
  if (options.kubernetes) await trainingInPod(tour, options.kubernetes)
  await gang(tour)
  await burstAndReclaim(tour)
  await cannotFit(tour)
  if (options.isOnce) await clearOut(tour)
  screen.title(`The tour is over after ${options.seconds().toFixed(0)} s: everything happened as told`)
}
