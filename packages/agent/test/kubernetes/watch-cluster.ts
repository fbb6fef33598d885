import '../../src/lib/small-heap.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
// What an agent has loaded, too.
import '../../src/run-agent.ts'
import { HttpKubeApi } from '../../src/drivers/kubernetes/api/http-kube-api.ts'
import { openKubeAccess } from '../../src/drivers/kubernetes/api/kube-access.ts'
import { KubernetesDriver } from '../../src/drivers/kubernetes/kubernetes-driver.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { StatusTracker } from '../../src/observe/status-tracker.ts'

const [serviceAccountDir = '', namespace = '', clusterId = ''] = process.argv.slice(2)
const rss = (): number => Math.round(process.memoryUsage.rss() / 1_048_576)

const api = new HttpKubeApi(await openKubeAccess({ kubeconfig: undefined, env: process.env, serviceAccountDir }))
const loaded = rss()
const driver = new KubernetesDriver({
  api,
  settings: {
    clusterId,
    namespaces: [namespace],
    newNamespaces: undefined,
    nodeSelector: {},
    isElastic: false,
    startDeadlineMs: 3_600_000,
    failAfterMs: 3_600_000,
    jobApiUrl: undefined,
    runAsUser: undefined,
    imagePullSecrets: [],
    builderImage: undefined,
    gitImage: undefined,
    helperImage: undefined,
    policy: {},
  },
  stateDir: mkdtempSync(join(tmpdir(), 'fairlead-measure-')),
  logRetentionMs: 1,
  keptOutputBytes: 1,
  clock: systemClock,
  random: Math.random,
  log: createLogger('error'),
})
const status = new StatusTracker({ clock: systemClock, bootId: 'b', kick: () => undefined })
const beganAt = performance.now()
await driver.open({
  onRun: (run) => status.setRun(run),
  onNode: (name, node) => status.setNode(name, node),
  onCluster: () => undefined,
})
for (const run of driver.runs()) status.setRun(run)
for (const node of driver.nodes()) status.setNode(node.name, node)
const openMs = Math.round(performance.now() - beganAt)
const peak = Math.round(process.resourceUsage().maxRSS / 1024)
const before = process.cpuUsage()
await wait(20_000)
const used = process.cpuUsage(before)
const runs = [...driver.runs()].length
const nodes = [...driver.nodes()].length
const milliCores = Math.round((used.user + used.system) / 20_000)
process.stdout.write(
  `${JSON.stringify({ runs, nodes, openMs, loadedMib: loaded, openPeakMib: peak, rssMib: rss(), heapMib: Math.round(process.memoryUsage().heapUsed / 1_048_576), milliCores })}\n`,
)
process.exit(0)
