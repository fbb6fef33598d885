import { openOwnCluster } from '../../in-cluster/own-cluster.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import type { Config } from '../../settings.ts'
import type { Driver } from '../driver.ts'
import { readAgentPolicy } from './agent-policy.ts'
import { KubernetesDriver } from './kubernetes-driver.ts'
import type { KubernetesSettings } from './kubernetes-settings.ts'

/** The driver as the agent's settings describe it. */
export async function createKubernetesDriver(options: {
  config: Config
  stateDir: string
  env: NodeJS.ProcessEnv
  clusterId: string
  logRetentionMs: number
  clock: Clock
  random: () => number
  log: Logger
}): Promise<Driver> {
  const { config, env, clusterId, ...rest } = options
  const { api } = await openOwnCluster(config, env)
  return new KubernetesDriver({
    ...rest,
    api,
    settings: settingsOf(config, clusterId),
    keptOutputBytes: config.keptOutputMib * 1_048_576,
    ...(config.jobApiPort === undefined ? {} : { jobApi: { host: config.jobApiHost, port: config.jobApiPort } }),
  })
}

export function settingsOf(config: Config, clusterId: string): KubernetesSettings {
  return {
    clusterId,
    namespaces: config.namespaces,
    newNamespaces:
      config.projectRole === undefined ? undefined : { role: config.projectRole, labels: config.namespaceLabels },
    nodeSelector: config.nodeSelector,
    isElastic: config.elastic,
    startDeadlineMs: config.startDeadlineSeconds * 1000,
    failAfterMs: config.failAfterSeconds * 1000,
    jobApiUrl: config.jobApiUrl,
    policy: readAgentPolicy(config.policyFile),
    runAsUser: config.runAsUser,
    imagePullSecrets: config.imagePullSecrets,
    builderImage: config.builderImage,
    gitImage: config.gitImage,
    helperImage: config.helperImage,
  }
}
