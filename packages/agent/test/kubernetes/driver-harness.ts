import type { KubeClient } from '../../../../e2e/kubernetes/cluster/kube-client.ts'
import { HttpKubeApi } from '../../src/drivers/kubernetes/api/http-kube-api.ts'
import { openKubeAccess } from '../../src/drivers/kubernetes/api/kube-access.ts'
import type { KubeApi } from '../../src/drivers/kubernetes/api/kube-api.ts'
import { KubernetesDriver, type KubernetesOptions } from '../../src/drivers/kubernetes/kubernetes-driver.ts'
import type { KubernetesSettings } from '../../src/drivers/kubernetes/kubernetes-settings.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testLogger } from '../in-process-agent.ts'
import { settingsFor } from './test-settings.ts'
import { simulatedOutput, simulatedUsage } from './simulated-kubelet.ts'

export type TestDriver = {
  kubeconfig: string
  client: KubeClient
  namespace: string
  stateDir: string
  settings?: Partial<KubernetesSettings>
  options?: Partial<KubernetesOptions>
  api?: (api: KubeApi) => KubeApi
  lines?: string[]
}

/** A driver as an agent would have it. Every state folder is another cluster to the control plane. */
export async function kubernetesDriver(test: TestDriver): Promise<KubernetesDriver> {
  const access = await openKubeAccess({ kubeconfig: test.kubeconfig, env: {} })
  const api = new HttpKubeApi(access)
  return new KubernetesDriver({
    api: test.api?.(api) ?? api,
    settings: settingsFor(test),
    stateDir: test.stateDir,
    logRetentionMs: 3_600_000,
    keptOutputBytes: 1_048_576,
    clock: systemClock,
    random: Math.random,
    log: testLogger(test.lines ?? []),
    output: simulatedOutput(test.client),
    usage: simulatedUsage,
    ...test.options,
  })
}
