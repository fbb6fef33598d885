import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthority } from '../../e2e/kubernetes/cluster/certificates.ts'
import { requireNodeHost } from '../../e2e/kubernetes/node/require-node-host.ts'
import { until } from '../../tools/processes/child.ts'
import { freePort } from '../../tools/processes/free-port.ts'
import { runCli } from '../cli/run-cli.ts'
import { makeTestBundle } from '../cli/testing/make-test-bundle.ts'
import { readLayout } from '../oci/read-layout.ts'
import { startPuller, type Puller } from '../registry/testing/start-puller.ts'
import { makeSigningKeys } from '../signing/signing-keys.ts'

const SLOW_MS = 120_000
const REPOSITORY = 'fairlead-agent'

describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'a container runtime pulls from serve',
  () => {
    let home: string
    let host: string
    let digest: string
    let layers: string[]
    let puller: Puller | undefined
    let served: Promise<number>
    const stop = new AbortController()

    beforeAll(async () => {
      requireNodeHost()
      home = mkdtempSync(join(tmpdir(), 'fairlead-pulls-'))
      host = `127.0.0.1:${await freePort()}`
      const cluster = 'cluster: { controlPlane: https://fairlead.site.internal, projects: [vision] }\n'
      const kubernetes = 'kubernetes: { kubeconfig: kubeconfig }\n'
      writeFileSync(join(home, 'site.yaml'), `registry: { url: https://${host}, serve: {} }\n${kubernetes}${cluster}`)
      writeFileSync(join(home, 'kubeconfig'), kubeconfig(`https://127.0.0.1:${await freePort()}`))
      const bundle = join(home, 'fairlead-airgap-1.5.0-amd64')
      await makeTestBundle(bundle, 5, { signer: makeSigningKeys() })
      const [image] = readLayout(join(bundle, 'images'))
      digest = image!.descriptor.digest
      layers = image!.manifests.flatMap(({ manifest }) => manifest.layers.map((layer) => layer.digest))
      let told = ''
      served = run(['serve', '-f', 'site.yaml'], (text) => (told += text))
      await until('it serves', () => (told.includes(host.replace('127.0.0.1', '0.0.0.0')) ? true : undefined), SLOW_MS)
      puller = await startPuller(join(home, 'containerd'))
    }, SLOW_MS)

    afterAll(async () => {
      stop.abort()
      await served
      await puller?.stop()
      rmSync(home, { recursive: true, force: true })
    })

    test(
      'prepare writes what nodes need before it asks the cluster, and containerd pulls through it by digest: by the name of the site, and by that of the vendor',
      async () => {
        let told = ''
        // There is no cluster: its checks fail, and those of what is served do not.
        expect(await run(['prepare', 'cluster', '--quick'], (text) => (told += text))).toBe(4)
        expect(told).toMatch(/^pass +R7 .*6 parts/m)
        expect(told).toMatch(/^fail +K1 /m)
        expect(told).not.toMatch(/^fail +R/m)
        const hosts = join(home, 'out/nodes/certs.d')
        for (const [space, name] of [
          ['site', `${host}/fairlead/${REPOSITORY}`],
          ['vendor', `fairlead.dev/${REPOSITORY}`],
        ] as const) {
          expect(await puller!.fetch(hosts, space, `${name}@${digest}`)).toMatchObject({ status: 0 })
          expect(await puller!.digests(space)).toEqual(expect.arrayContaining([digest, ...layers]))
        }
        const absent = await puller!.fetch(hosts, 'absent', `fairlead.dev/${REPOSITORY}@sha256:${'0'.repeat(64)}`)
        expect(absent).toMatchObject({ status: 1, stderr: expect.stringMatching(/not found/) })
        // Nobody outside of the site was asked for it.
        expect(absent.stderr).not.toContain('host=fairlead.dev')
      },
      SLOW_MS,
    )

    test(
      'with another authority in the place of the one that was written, it pulls nothing',
      async () => {
        const hosts = join(home, 'other.d')
        cpSync(join(home, 'out/nodes/certs.d'), hosts, { recursive: true })
        writeFileSync(join(hosts, host, 'ca.crt'), (await createAuthority('another')).certificate)
        const refused = await puller!.fetch(hosts, 'refused', `${host}/fairlead/${REPOSITORY}@${digest}`)
        expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('x509') })
      },
      SLOW_MS,
    )

    function run(argv: readonly string[], write: (text: string) => unknown): Promise<number> {
      return runCli(argv, {
        env: { FAIRLEAD_AIRGAP_STATE: join(home, 'state'), PATH: process.env['PATH'] },
        cwd: home,
        bundle: join(home, 'fairlead-airgap-1.5.0-amd64'),
        stdin: (async function* () {})(),
        stdout: { write },
        stderr: { write },
        now: () => Date.now(),
        signal: stop.signal,
      })
    }
  },
)

/** Of a cluster that is not there. */
function kubeconfig(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'none', cluster: { server } }],
    users: [{ name: 'none', user: {} }],
    contexts: [{ name: 'none', context: { cluster: 'none', user: 'none' } }],
    'current-context': 'none',
  })
}
