import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { Config } from '../settings.ts'
import type { Driver } from './driver.ts'

const HOUR_MS = 3_600_000

/** Makes the driver that the configuration names. Only its own code is loaded. */
export async function createDriver(options: {
  config: Config
  stateDir: string
  /** Of the agent's process. */
  env: NodeJS.ProcessEnv
  /** Id of the cluster at the control plane. */
  clusterId: string
  clock: Clock
  random: () => number
  log: Logger
}): Promise<Driver> {
  const { config, stateDir, env, clock, log } = options
  const logRetentionMs = config.logRetentionHours * HOUR_MS
  switch (config.driver) {
    case 'simulated': {
      const { SimulatedDriver } = await import('./simulated/simulated-driver.ts')
      return new SimulatedDriver({
        stateDir,
        clock,
        log,
        logRetentionMs,
        fleet: config.simulatedFleet,
        timeScale: config.simulatedTimeScale,
        defaults: {
          durationSeconds: config.simulatedDurationSeconds,
          failureRate: config.simulatedFailureRate,
          startDelaySeconds: config.simulatedStartDelaySeconds,
        },
      })
    }
    case 'kubernetes': {
      const { createKubernetesDriver } = await import('./kubernetes/create-kubernetes-driver.ts')
      return createKubernetesDriver({ ...options, logRetentionMs })
    }
    case 'local': {
      if (!['linux', 'darwin'].includes(process.platform)) {
        throw new StartupError(
          'the local driver needs Linux, or macOS with limits: it relies on sessions and /bin/sh',
          2,
        )
      }
      const { LocalDriver } = await import('./local/local-driver.ts')
      return new LocalDriver({
        stateDir,
        clock,
        log,
        logRetentionMs,
        env,
        host: {
          name: config.nodeName,
          labels: config.nodeLabels,
          taints: config.nodeTaints,
          cpu: config.localCpu,
          memory: config.localMemory,
          gpus: config.localGpus,
          gpuModel: config.localGpuModel,
        },
      })
    }
  }
}
