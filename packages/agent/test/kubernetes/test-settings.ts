import { createHash, randomUUID } from 'node:crypto'
import type { RunSpec } from '@fairlead/protocol'
import type { KubernetesSettings } from '../../src/drivers/kubernetes/kubernetes-settings.ts'
import { runSpec } from '../run-body.ts'

/** Settings of a driver that may do everything in one namespace. Every state folder is another cluster to the control plane. */
export function settingsFor({
  stateDir,
  namespace,
  settings,
}: {
  stateDir: string
  namespace: string
  settings?: Partial<KubernetesSettings>
}): KubernetesSettings {
  return {
    clusterId: uuidOf(stateDir),
    namespaces: [namespace],
    newNamespaces: undefined,
    nodeSelector: {},
    isElastic: false,
    startDeadlineMs: 900_000,
    failAfterMs: 120_000,
    jobApiUrl: undefined,
    runAsUser: undefined,
    imagePullSecrets: [],
    builderImage: undefined,
    gitImage: undefined,
    helperImage: undefined,
    policy: {},
    ...settings,
  }
}

/** A run whose pods are played by the simulation. */
export function playedSpec(namespace: string, play: Record<string, string>, overrides: Partial<RunSpec> = {}): RunSpec {
  return runSpec({
    project: { id: randomUUID(), name: 'vision', namespace },
    image: 'registry.example/train:1',
    annotations: Object.fromEntries(
      Object.entries(play).map(([name, value]) => [`fairlead.dev/simulated-${name}`, value]),
    ),
    ...overrides,
  })
}

function uuidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
