import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { until } from '../../tools/processes/child.ts'
import { freePort } from '../../tools/processes/free-port.ts'
import { contain, unpackImage, type Contained, type Identity, type UnpackedImage } from './support/contain.ts'

/** As plain Kubernetes with our charts, OpenShift's restricted-v2, and its restricted-v3 start containers. */
const PLATFORMS: readonly [name: string, as: Identity][] = [
  ['the user of the image', { uid: 65_532, gid: 65_532 }],
  ['a user that the platform has drawn, in the group of root', { uid: 1_000_660_000, gid: 0 }],
  ['a user of a user namespace', { uid: 1000, gid: 1000, mapped: 200_000 }],
]
const SECRET = 'not-a-secret'

const { folder } = inject('bundle')
let work: string
let images: Record<'control-plane' | 'agent' | 'postgresql', UnpackedImage>
const running: Contained[] = []

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'fairlead-limits-'))
  chmodSync(work, 0o755)
  mkdirSync(join(work, 'secrets'))
  writeFileSync(join(work, 'secrets/password'), `${SECRET}\n`)
  const unpacked = (role: 'control-plane' | 'agent' | 'postgresql') =>
    unpackImage(folder, role, join(work, 'roots', role))
  images = { 'control-plane': unpacked('control-plane'), agent: unpacked('agent'), postgresql: unpacked('postgresql') }
})
afterEach(() => Promise.all(running.splice(0).map((each) => each.stop())))
afterAll(() => rmSync(work, { recursive: true, force: true }))

describe.each(PLATFORMS)('as %s, without any right and on a root that cannot be written', (name, as) => {
  const start = (role: keyof typeof images, options: Omit<Parameters<typeof contain>[2], 'name' | 'work'>) => {
    const contained = contain(images[role], as, { name: `${role}-${as.uid}`, work, ...options })
    running.push(contained)
    return contained
  }

  test('the PostgreSQL makes its database, and the control plane migrates it and becomes ready', async () => {
    const [database, port] = [await freePort(), await freePort()]
    const postgresql = start('postgresql', {
      env: ['FAIRLEAD_PG_PASSWORD_FILE=/secrets/password'],
      args: ['-c', `port=${database}`, '-c', 'listen_addresses=127.0.0.1'],
      folders: ['/var/lib/postgresql', '/run/postgresql', '/tmp'],
      files: { '/secrets': join(work, 'secrets') },
    })
    await until('the database is ready', () => ready(postgresql, 'ready to accept connections'), 60_000)
    const url = `postgres://fairlead:${SECRET}@127.0.0.1:${database}/fairlead`
    const plane = start('control-plane', {
      env: [`DATABASE_URL=${url}`, `FAIRLEAD_PORT=${port}`, 'FAIRLEAD_HOST=127.0.0.1'],
      folders: ['/tmp'],
    })
    await until('the control plane is ready', () => ready(plane, '"msg":"ready"'), 60_000)
    expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200)
    for (const each of [postgresql, plane]) expect(statusOf(each)).toEqual(limited(as))
  })

  test('the agent starts, and says what it lacks', async () => {
    const agent = start('agent', { folders: ['/tmp'] })
    expect(await agent.exited).not.toBe(0)
    expect(agent.output()).toContain('FAIRLEAD_AGENT_CONTROL_PLANE_URL')
  })
})

test('a root that cannot be written and a call that is forbidden are so indeed', async () => {
  const code = `
    for (const path of ['/etc/x', '/app/x', '/x']) try { require('fs').writeFileSync(path, '') } catch ({ code }) { console.log(path, code) }
    console.log(process.getuid(), process.getgid(), process.getgroups().join())`
  const image = { ...images.agent, entrypoint: ['/usr/local/bin/node', '--eval', code] }
  const contained = contain(image, { uid: 1_000_660_000, gid: 0 }, { name: 'probe', work, folders: ['/tmp'] })
  expect(await contained.exited).toBe(0)
  expect(contained.output()).toBe('/etc/x EROFS\n/app/x EROFS\n/x EROFS\n1000660000 0 0\n')
})

function ready(contained: Contained, sign: string): true | undefined {
  if (contained.exitCode() !== undefined) throw new Error(contained.output())
  return contained.output().includes(sign) ? true : undefined
}

/** What the kernel says of its first process. */
function statusOf(contained: Contained): Record<string, string> {
  const text = readFileSync(`/proc/${contained.pid()}/status`, 'utf8')
  const lines = Object.fromEntries(text.split('\n').map((line) => line.split(/:\s+/).slice(0, 2) as [string, string]))
  const { Uid = '', Gid = '', CapEff = '', CapBnd = '', NoNewPrivs = '', Seccomp = '' } = lines
  return { uid: Uid.split('\t')[0]!, gid: Gid.split('\t')[0]!, CapEff, CapBnd, NoNewPrivs, Seccomp }
}

function limited({ uid, gid, mapped = 0 }: Identity): Record<string, string> {
  const none = '0'.repeat(16)
  const own = { uid: String(mapped + uid), gid: String(mapped + gid) }
  // 2: calls are filtered.
  return { ...own, CapEff: none, CapBnd: none, NoNewPrivs: '1', Seccomp: '2' }
}
