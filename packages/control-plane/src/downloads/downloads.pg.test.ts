import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { eventually, useControlPlane } from '../../test/harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'fairlead-downloads-'))
const more = mkdtempSync(join(tmpdir(), 'fairlead-more-'))
const plane = useControlPlane({ FAIRLEAD_DOWNLOADS_DIR: folder, FAIRLEAD_MORE_DOWNLOADS_DIR: more })
afterAll(() => {
  for (const each of [folder, more]) rmSync(each, { recursive: true, force: true })
})

interface Listed {
  items: { name: string; url: string; sha256: string }[]
  problem: string | null
}

const content = 'a chart'.repeat(10_000)
const sha256 = createHash('sha256').update(content).digest('hex')

function lay(version: string, overrides: Record<string, unknown> = {}): void {
  const item = { name: 'fairlead-1.tgz', kind: 'chart', title: 'A chart', bytes: content.length, sha256, ...overrides }
  writeFileSync(join(folder, 'fairlead-1.tgz'), content)
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ version, items: [item] }))
}

/** How many files of the folder this process holds open. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder)
    } catch {
      return false
    }
  }).length
}

async function listed(): Promise<Listed> {
  return (await plane.api<Listed>('GET', '/downloads')).body
}

test('without a folder, or with one of another version, nothing is handed out and the reason is told', async () => {
  expect(await listed()).toMatchObject({ items: [], problem: expect.stringContaining('carries no downloads') })
  lay('99.0.0')
  expect(await listed()).toMatchObject({ items: [], problem: expect.stringContaining('are of version 99.0.0') })
  const refused = await fetch(`${plane.url()}/downloads/files/fairlead-1.tgz`)
  expect(refused.status).toBe(404)
  const told = await refused.text()
  expect(told).toContain('hands out no downloads right now')
  expect(told).not.toContain(folder)
})

test('what is listed is fetched without a token, whole, and with its hash for sha256sum', async () => {
  lay(plane.plane().app.version)
  const { items, problem } = await listed()
  expect({ problem, names: items.map((item) => item.name) }).toEqual({ problem: null, names: ['fairlead-1.tgz'] })
  const response = await fetch(items[0]?.url ?? '')
  expect(response.headers.get('content-length')).toBe(String(content.length))
  expect(
    createHash('sha256')
      .update(await response.text())
      .digest('hex'),
  ).toBe(sha256)
  const again = await fetch(items[0]?.url ?? '', { headers: { 'if-none-match': `"${sha256}"` } })
  expect(again.status).toBe(304)
  const sums = await fetch(`${plane.url()}/downloads/files/SHA256SUMS`)
  expect(await sums.text()).toBe(`${sha256}  fairlead-1.tgz\n`)
})

test.runIf(existsSync('/proc/self/fd'))(
  'whoever asks for the head of a file, or hangs up on it, leaves no file open',
  async () => {
    lay(plane.plane().app.version)
    const url = `${plane.url()}/downloads/files/fairlead-1.tgz`
    for (let round = 0; round < 20; round += 1) {
      const head = await fetch(url, { method: 'HEAD' })
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(content.length)])
      const stopping = new AbortController()
      const body = await fetch(url, { signal: stopping.signal })
      expect(body.status).toBe(200)
      stopping.abort()
    }
    await eventually('nothing of it is open', () => Promise.resolve(openFiles() === 0 ? true : undefined))
  },
)

test('a file that is cut short is not handed out, and no other file of the disk is', async () => {
  lay(plane.plane().app.version, { bytes: 12 })
  expect((await listed()).problem).toContain('fairlead-1.tgz has 70000 bytes and not 12')
  lay(plane.plane().app.version)
  for (const name of ['..%2Fsecret', '%2e%2e%2fetc%2fpasswd', 'index.json.bak', 'README']) {
    expect((await fetch(`${plane.url()}/downloads/files/${name}`)).status, name).toBe(404)
  }
  lay(plane.plane().app.version, { name: '../secret' })
  expect((await listed()).problem).toContain('a plain file name')
  expect(readFileSync(join(folder, 'index.json'), 'utf8')).toContain('secret')
})

test('what the site has laid beside is handed out as well, and what came with the control plane is never replaced by it', async () => {
  const { version } = plane.plane().app
  lay(version)
  const layMore = (of: string) => {
    const items = ['agent.tar.gz', 'fairlead-1.tgz'].map((name) => {
      writeFileSync(join(more, name), `other ${name}`)
      return { name, kind: 'bundle', title: 'An agent', bytes: `other ${name}`.length, sha256: '0'.repeat(64) }
    })
    writeFileSync(join(more, 'index.json'), JSON.stringify({ version: of, items }))
  }
  layMore(version)
  const { items, problem } = await listed()
  expect({ problem, names: items.map(({ name }) => name) }).toEqual({
    problem: null,
    names: ['fairlead-1.tgz', 'agent.tar.gz'],
  })
  const bodies = await Promise.all(items.map(async ({ url }) => await (await fetch(url)).text()))
  expect(bodies).toEqual([content, 'other agent.tar.gz'])
  // After an upgrade, those of before are not for this version.
  layMore('0.0.1')
  const after = await listed()
  expect(after.items.map(({ name }) => name)).toEqual(['fairlead-1.tgz'])
  expect(after.problem).toContain('are of version 0.0.1')
})
