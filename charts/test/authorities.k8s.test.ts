import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createAuthority, type Authority } from '@fairlead/rig/cluster/certificates'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render } from './helm.ts'
import { containersOf, podOf } from './manifest.ts'

const run = promisify(execFile)

let folder: string
const servers: Server[] = []
const urls: Record<'site' | 'other', string> = { site: '', other: '' }

async function serve(authority: Authority): Promise<string> {
  const { certificate, key } = await authority.issue({ commonName: 'server', hosts: ['127.0.0.1'] })
  const server = createServer({ cert: certificate, key }, (_, response) => response.end('here'))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-authorities-'))
  const site = await createAuthority('authority of the site')
  writeFileSync(join(folder, 'ca.crt'), site.certificate)
  Object.assign(urls, { site: await serve(site), other: await serve(await createAuthority('another')) })
})
afterAll(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What a program learns that is started as the chart starts the control plane. */
async function underChart(name: string, code: string): Promise<string> {
  const objects = await render({ chart: 'fairlead', name })
  const container = objects
    .map(podOf)
    .flatMap((pod) => (pod === undefined ? [] : containersOf(pod)))
    .find((each) => each.name === 'control-plane')
  const variables = (container?.env ?? []).flatMap(({ name: key, value }) =>
    /^(?:NODE_|SSL_)/.test(key) && value !== undefined ? [[key, value.replace('/etc/fairlead/ca', folder)]] : [],
  )
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    env: Object.fromEntries(variables) as NodeJS.ProcessEnv,
  })
  return stdout.trim()
}

const ask = (url: string) =>
  `console.log(await fetch('${url}').then(({ status }) => status, ({ cause }) => cause.code))`

test('air-gapped, the authority of the site is trusted, another one is not, and nor is any that Node brings', async () => {
  expect(await underChart('airgapped', ask(urls.site))).toBe('200')
  expect(await underChart('airgapped', ask(urls.other))).toMatch(/^(?:UNABLE|SELF_SIGNED|DEPTH)/)
  const roots = `import { getCACertificates } from 'node:tls'; console.log(getCACertificates('default').length)`
  expect(await underChart('airgapped', roots)).toBe('0')
})

test('elsewhere it is trusted beside those', async () => {
  expect(await underChart('everything', ask(urls.site))).toBe('200')
  expect(await underChart('everything', ask(urls.other))).toMatch(/^(?:UNABLE|SELF_SIGNED|DEPTH)/)
})
