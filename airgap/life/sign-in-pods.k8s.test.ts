import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { V1CronJob, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRigOut, useRigCluster, type UsedRigCluster } from '../../e2e/kubernetes/cluster/use-cluster.ts'
import { RIG_IMAGES } from '../../e2e/kubernetes/node/import-images.ts'
import { until } from '../../tools/processes/child.ts'
import { applyObject } from '../install/apply-objects.ts'
import { secretObject } from '../install/common-objects.ts'
import { openKube, type Kube } from '../install/kube.ts'
import { backendOf } from '../install/plan.ts'
import { DATABASE_SECRET } from '../install/postgresql-objects.ts'
import type { Release } from '../release/release.ts'
import { readAnySite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { makeBackupKey } from './backup-key.ts'
import { execInPod } from './exec-in-pod.ts'
import { oneDocument } from './frames.ts'
import { forgetSigningKey, NIGHTLY, nightlyObjects } from './nightly-objects.ts'
import { signingFileOf } from './signing-key.ts'

const OUTPUT_BYTES = 20_000_000
const KEY = 'the half that signs'

describe.skipIf(isRigOut() || process.getuid?.() !== 0)('the key that signs backups, in pods of a real node', () => {
  let cluster: UsedRigCluster
  let kube: Kube
  let namespace: string
  let home: string

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'fairlead-sign-'))
    cluster = await useRigCluster({ realNodes: 1 })
    namespace = await cluster.makeNamespace({
      prefix: 'sign',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    })
    kube = openKube({ kubernetes: { kubeconfig: cluster.kubeconfig } })
    await makeBackupKey(join(home, 'backup.key'), Date.now)
    for (const object of await objects()) await applyObject(kube, object)
  }, 1_800_000)
  afterAll(async () => {
    await cluster?.leave()
    rmSync(home, { recursive: true, force: true })
  })

  test('a pod of the job by night reads it as its own user, and says so instead of waiting when it is gone', async () => {
    const spec = await podOfJob()
    const shown = await run('reads', spec)
    const sha256 = createHash('sha256')
      .update(readFileSync(signingFileOf(join(home, 'backup.key'))))
      .digest('hex')
    expect(shown).toMatch(new RegExp(`^${sha256} `))
    await forgetSigningKey(kube, namespace)
    await forgetSigningKey(kube, namespace)
    expect(await run('misses', spec)).toContain("can't open '/etc/fairlead/signing/key'")
  })

  test('a command in a pod takes it by standard input while more comes out than fits anywhere', async () => {
    // As long as its frame and the one that ends it.
    const script = `head -c ${4 + KEY.length + 4} >/tmp/key && head -c ${OUTPUT_BYTES} /dev/zero && tail -c +5 /tmp/key | head -c ${KEY.length}`
    await start('takes', Object.assign(await podOfJob(), { containers: [container(['sleep', '600'])] }))
    const output = new PassThrough()
    const [out] = await Promise.all([
      buffer(output),
      execInPod(kube, { namespace, pod: 'takes', container: 'tools' }, ['sh', '-c', script], {
        input: oneDocument(KEY),
        output,
        signal: new AbortController().signal,
      }).finally(() => output.end()),
    ])
    expect(out.length).toBe(OUTPUT_BYTES + KEY.length)
    expect(out.subarray(OUTPUT_BYTES).toString()).toBe(KEY)
  })

  async function objects() {
    writeFileSync(
      join(home, 'site.yaml'),
      `registry: { url: 'https://registry.site:5000' }
backend: { namespace: ${namespace}, domain: fairlead.site, expose: { ingress: {} }, database: { bundled: {} } }
backup: { keyFile: backup.key, nightly: {} }
`,
    )
    const site = readAnySite(join(home, 'site.yaml')) as Site
    const images = [{ role: 'control-plane', repository: 'x', digest: `sha256:${'a'.repeat(64)}` }]
    const release = {
      version: '1.0.0',
      counter: 1,
      architecture: 'amd64',
      createdFrom: {},
      images,
    } as unknown as Release
    const place = { site, backend: backendOf(site), release, isOpenShift: false, databasePort: 5432 }
    const url = secretObject('backend', namespace, DATABASE_SECRET, { DATABASE_URL: 'postgres://x' })
    return [url, ...(await nightlyObjects(place))]
  }

  /** As the job has it, with a shell in place of our program and without the volume of backups. */
  async function podOfJob(): Promise<Spec> {
    const found: V1CronJob = await kube.batch.readNamespacedCronJob({ name: NIGHTLY, namespace })
    const spec = found.spec!.jobTemplate.spec!.template.spec!
    const isNeeded = ({ name }: { name: string }) => name !== 'backups'
    const [tools] = spec.containers
    const reading = container(['sh', '-c', 'sha256sum "$FAIRLEAD_BACKUP_SIGNING_KEY_FILE" 2>&1'])
    Object.assign(tools!, reading, { volumeMounts: tools!.volumeMounts?.filter(isNeeded) })
    return Object.assign(spec, { volumes: spec.volumes?.filter(isNeeded) })
  }

  function container(command: string[]): Spec['containers'][number] {
    const capabilities = { drop: ['ALL'] }
    const mine = { name: 'tools', image: RIG_IMAGES.busybox, imagePullPolicy: 'Never', command }
    return {
      ...mine,
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      securityContext: { allowPrivilegeEscalation: false, capabilities },
    }
  }

  /** Starts a pod, and waits until it runs, or has ended. */
  async function start(name: string, spec: Spec, end?: 'ended'): Promise<void> {
    await kube.core.createNamespacedPod({ namespace, body: { metadata: { name }, spec } })
    const isThere = ({ status }: V1Pod) =>
      end === undefined
        ? status?.containerStatuses?.[0]?.ready === true
        : status?.phase === 'Succeeded' || status?.phase === 'Failed'
    const look = async () => isThere(await kube.core.readNamespacedPod({ name, namespace })) || undefined
    await until(`pod ${name} ${end ?? 'runs'}`, look, 90_000)
  }

  /** Answers what it has said. */
  async function run(name: string, spec: Spec): Promise<string> {
    await start(name, spec, 'ended')
    return await kube.core.readNamespacedPodLog({ name, namespace })
  }
})

type Spec = NonNullable<V1Pod['spec']>
