import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../../../tools/processes/child.ts'
import { SLOW_MS, type Installation } from './installation.ts'
import { print } from './tell.ts'

/** Addresses and a name that nobody has (RFC 5737 and 2606). */
const PLANTED = {
  installer: '192.0.2.1:443',
  pod: '198.51.100.1:443',
  name: 'telemetry.example.com',
  browser: '203.0.113.1:80',
}

/** What anybody has asked for outside of the site in all of it. */
export function describeGap(installed: Installation): void {
  test(
    'in all of this nobody has asked for anything outside of the site: no address, no name, no packet',
    () => {
      const { site } = installed
      const { all, out } = site.calls()
      print('egress', { calls: all.length, attempts: out.length, dropped: site.gap.dropped() })
      expect(all.length).toBeGreaterThan(100)
      expect(out).toEqual([])
      expect(site.gap.dropped()).toBe(0)
    },
    SLOW_MS,
  )

  test(
    'and who does is seen, where the installer runs and in a pod, and gets nowhere',
    async () => {
      const { site, url } = installed
      const [host, port] = PLANTED.installer.split(':')
      const { code } = site.inside('timeout', ['3', 'bash', '-c', `exec 3<>/dev/tcp/${host}/${port}`])
      expect(code).not.toBe(0)
      const [foreign] = PLANTED.browser.split(':')
      const { trouble } = await site.browse({ do: 'stray', url, foreign: `http://${foreign}/` })
      expect(trouble).toContain(`foreign request: http://${foreign}/`)
      expect(await callFromPod(installed)).not.toBe(0)
      const seen = new Set(site.calls().out.map(({ target }) => target))
      print('egress, planted', { attempts: seen.size, dropped: site.gap.dropped() })
      expect(seen).toEqual(new Set(Object.values(PLANTED)))
      expect(site.gap.dropped()).toBeGreaterThan(1)
    },
    SLOW_MS,
  )
}

/** Runs a pod that wants out, by address and by name. Answers its exit code. */
async function callFromPod({ site, image }: Installation): Promise<number | undefined> {
  const { core } = site.cluster.client
  const pod = { name: 'planted', namespace: 'default' }
  const [host, port] = PLANTED.pod.split(':')
  const code = `
    const socket = require('net').connect({ host: '${host}', port: ${port} }).on('error', () => {})
    fetch('https://${PLANTED.name}').catch(() => setTimeout(() => process.exit(socket.pending ? 1 : 0), 2000))`
  const auth = readFileSync(join(site.home, 'auth.json'), 'utf8')
  const secret = { metadata: { name: 'pull' }, type: 'kubernetes.io/dockerconfigjson' }
  await core.createNamespacedSecret({
    namespace: 'default',
    body: { ...secret, stringData: { '.dockerconfigjson': auth } },
  })
  await core.createNamespacedPod({
    namespace: 'default',
    body: {
      metadata: { name: pod.name },
      spec: {
        restartPolicy: 'Never',
        imagePullSecrets: [{ name: 'pull' }],
        containers: [{ name: 'planted', image, command: ['node', '--eval', code] }],
      },
    },
  })
  return await until(
    'the planted pod has ended',
    async () =>
      (await core.readNamespacedPodStatus(pod)).status?.containerStatuses?.[0]?.state?.terminated?.exitCode ??
      undefined,
    60_000,
  )
}
