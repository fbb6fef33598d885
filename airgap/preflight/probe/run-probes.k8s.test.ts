import { createHash } from 'node:crypto'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRigOut, useRigCluster, type UsedRigCluster } from '../../../e2e/kubernetes/cluster/use-cluster.ts'
import { relayToHost } from '../../../e2e/kubernetes/node/relay.ts'
import { REGISTRY, startRegistry, type RigRegistry } from '../../../e2e/kubernetes/registry/start-registry.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createAuthority } from '../../../e2e/kubernetes/cluster/certificates.ts'
import { startDebianRegistry } from '../../registry/testing/debian-registry.ts'
import { freePort } from '../../../tools/processes/free-port.ts'
import { agentImage } from '../../images/agent-image.ts'
import { parseSite } from '../../site/read-site.ts'
import type { Site } from '../../site/site.ts'
import type { Release } from '../../release/release.ts'
import type { Check } from '../check.ts'
import { probePhase } from './probe-phase.ts'

vi.setConfig({ testTimeout: 180_000 })
const LOGIN = { user: 'puller', password: 'not-a-secret' }
const PROJECT = 'fairlead'

interface ProbeCase {
  name: string
  registryUrl?: string
  password?: string
  digest?: string
}

describe.skipIf(isRigOut() || process.getuid?.() !== 0)('a probe in a pod of a real node', () => {
  let cluster: UsedRigCluster
  let registry: RigRegistry
  let home: string
  let digest: `sha256:${string}`
  let plane: Awaited<ReturnType<typeof startPlane>>
  let relay: Awaited<ReturnType<typeof relayToHost>>

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'fairlead-probe-'))
    cluster = await useRigCluster({ realNodes: 1 })
    registry = await startRegistry(cluster.rig, { login: LOGIN })
    const [written] = await registry.push(await agentImage({ registry: `${REGISTRY}/${PROJECT}`, tag: 'probe' }))
    digest = written!.digest
    plane = await startPlane()
    relay = await relayToHost(cluster.rig, plane.port)
  }, 1_800_000)

  afterAll(async () => {
    relay?.close()
    plane?.stop()
    await registry?.close()
    await cluster?.leave()
    rmSync(home, { recursive: true, force: true })
  })

  async function probe(options: ProbeCase): Promise<Check[]> {
    const { name, registryUrl = `https://${REGISTRY}`, password = LOGIN.password } = options
    const folder = join(home, name)
    mkdirSync(folder)
    const auth = Buffer.from(`${LOGIN.user}:${password}`).toString('base64')
    writeFileSync(join(folder, 'auth.json'), JSON.stringify({ auths: { [new URL(registryUrl).host]: { auth } } }))
    writeFileSync(join(folder, 'token'), 'the-join-token-of-this-cluster\n')
    const { value } = parseSite(
      `registry: {url: "${registryUrl}", project: ${PROJECT}, authFile: auth.json}
kubernetes: {kubeconfig: "${cluster.kubeconfig}"}
cluster: {controlPlane: "http://${relay.host}:${relay.port}", joinTokenFile: token, projects: [vision], namespace: agent-to-come-${name}}\n`,
      folder,
    )
    const images = [
      {
        role: 'agent',
        name: '',
        repository: 'fairlead-agent',
        tag: 'probe',
        digest: options.digest ?? digest,
        size: 1,
        platforms: [{ os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64', digest, size: 1 }],
      },
    ]
    const release = { version: '1.0.0', images } as unknown as Release
    const host = { now: Date.now, signal: new AbortController().signal }
    return await probePhase({ phase: 'cluster', site: value as Site, bundle: { release }, host, isQuick: true })
  }

  function told(checks: readonly Check[]): Record<string, string> {
    return Object.fromEntries(checks.map(({ id, result, seen, fix = '' }) => [id, `${result}: ${seen}: ${fix}`]))
  }

  test('pulls by digest with the login, reaches the control plane, shows its token, and leaves nothing', async () => {
    const checks = await probe({ name: 'good' })
    expect(told(checks)).toMatchObject({
      R8: expect.stringContaining('pass: by digest'),
      A1: expect.stringContaining('pass: http://'),
      A2: expect.stringContaining('warn: opens'),
      A3: expect.stringContaining('pass: good for "here"'),
      A4: expect.stringContaining('pass: agent 1.0.0, control plane 9.9.9'),
      T1: expect.stringContaining('pass: node '),
    })
    expect(plane.tokens).toEqual(['the-join-token-of-this-cluster'])
    const { items } = await cluster.client.core.listNamespace()
    expect(items.map(({ metadata }) => metadata?.name).filter((name) => name?.startsWith('agent-to-come'))).toEqual([])
  })

  test('what keeps nodes from pulling is told as what it is: the login, the image, the authority, the way', async () => {
    const authority = await createAuthority('an authority that no node knows')
    const hidden = await startDebianRegistry({
      host: relay.host,
      port: await freePort(),
      tls: await authority.issue({ commonName: 'registry', hosts: [relay.host] }),
    })
    try {
      const [login, image, unknown, nobody] = await Promise.all([
        probe({ name: 'login', password: 'wrong' }),
        probe({ name: 'image', digest: `sha256:${'0'.repeat(64)}` }),
        probe({ name: 'authority', registryUrl: hidden.url }),
        probe({ name: 'way', registryUrl: `https://${relay.host}:${await freePort()}` }),
      ])
      expect(told(login)['R8']).toMatch(/^fail: .*registry\.pullAuthFile/s)
      expect(told(login)['A1']).toContain('mend R8 first')
      expect(told(image)['R8']).toMatch(/^fail: .*does not have the image/s)
      expect(told(unknown)['R8']).toMatch(/^fail: .*x509.*does not trust the certificate/s)
      expect(told(nobody)['R8']).toMatch(/^fail: .*does not reach/s)
    } finally {
      await hidden.stop()
    }
  })
})

/** A control plane as far as a probe sees one: it says one thing on each socket. */
async function startPlane() {
  const tokens: string[] = []
  const cluster = { name: 'here', isEnrolled: false, isElsewhere: false }
  const answer = JSON.stringify({ version: '9.9.9', protocols: ['1.0', '1.1'], token: 'good', cluster, enrolledAs: [] })
  const server = createHttp((_request, response) => response.end('{"nonce":"1"}'))
  server.on('upgrade', ({ headers }, socket) => {
    tokens.push(String(headers['agent-join-token']))
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\nsec-websocket-protocol: ap.v1\r\n\r\n`,
    )
    // One frame of text, whose length takes two bytes.
    const head = Buffer.from([0x81, 126, 0, 0])
    head.writeUInt16BE(answer.length, 2)
    socket.write(Buffer.concat([head, Buffer.from(answer)]))
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, tokens, stop }
}
