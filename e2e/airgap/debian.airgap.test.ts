import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apt } from '@fairlead/airgap/debian/apt'
import { ensurePackages } from '@fairlead/airgap/debian/ensure-packages'
import { LOCK_FILE, lockedPackages, type DebianLock } from '@fairlead/airgap/debian/lock'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fetchPackages } from './support/prepare-airgap.ts'

/** Small, and what is pinned of it here has never been on any mirror. */
const NAME = 'gcc-12-base'

let folder: string
let server: Server
/** What the snapshot has, and what was asked of it. */
let kept: Buffer
const asked: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-debian-'))
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('connection', 'close').end(kept)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  vi.stubEnv('FAIRLEAD_DEBIAN_LOCK', join(folder, 'lock.json'))
  vi.stubEnv('FAIRLEAD_DEBIAN_SNAPSHOT', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
})

afterEach(() => {
  vi.unstubAllEnvs()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

function pin(sha256: string): void {
  const lock = JSON.parse(readFileSync(LOCK_FILE, 'utf8')) as DebianLock
  for (const each of lock.packages.amd64.filter(({ name }) => name === NAME))
    Object.assign(each, { version: '1.0-gone', sha256, url: 'http://deb.debian.org/debian/pool/gone_1.0.deb' })
  writeFileSync(join(folder, 'lock.json'), JSON.stringify(lock))
}

test('a pinned package that has left the mirror is taken from the snapshot of the day on which it was pinned', async () => {
  apt('amd64', ['download', NAME], folder)
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'))!
  // Another line at its end makes it a package that nobody has in the cache.
  kept = Buffer.concat([readFileSync(join(folder, file)), Buffer.from(`\n${folder}`)])
  pin(createHash('sha256').update(kept).digest('hex'))
  const [found] = await ensurePackages('amd64', [NAME])
  expect(readFileSync(join(found!.folder, `usr/share/doc/${NAME}/copyright`), 'utf8')).toContain('GCC')
  rmSync(found!.folder, { recursive: true })
  expect(asked.at(-1)).toMatch(/^\/debian\/\d{8}T\d{6}Z\/pool\/gone_1\.0\.deb$/)
})

test('where the snapshot has another one than was pinned, everything is made of what Debian has now, and that is said', async () => {
  kept = Buffer.from('not the package')
  pin('3'.repeat(64))
  const said: string[] = []
  expect(await fetchPackages((line) => said.push(line))).toBeUndefined()
  expect(said.join('\n')).toMatch(/lock\.json pins them: run `pnpm airgap:lock`/)
  expect(said.join('\n')).toContain(`${NAME} amd64: 1.0-gone -> `)
  expect(lockedPackages('amd64', [NAME])[0]?.version).not.toBe('1.0-gone')
})
