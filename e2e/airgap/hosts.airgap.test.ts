import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { imageManifest } from '@fairlead/airgap/oci/documents'
import { blobPath } from '@fairlead/airgap/oci/blobs'
import { imageOf, readRelease } from '@fairlead/airgap/release/read-release'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { until } from '../../tools/processes/child.ts'
import { Site } from './support/site.ts'

const { folder, counter } = inject('bundle')
let site: Site

beforeEach(() => {
  site = new Site()
})

afterEach(() => site.remove())

describe('the installer starts', () => {
  test('in a root that holds busybox and nothing else', () => {
    const root = join(site.home, 'root')
    for (const name of ['bin', 'tmp', 'bundle']) mkdirSync(join(root, name), { recursive: true })
    const script = `
      cp /bin/busybox ${root}/bin/ && for name in $(/bin/busybox --list); do ln -s busybox ${root}/bin/$name 2>/dev/null; done
      mount --bind ${folder} ${root}/bundle && exec /usr/sbin/chroot ${root} /bin/env -i PATH=/bin HOME=/tmp /bundle/airgap verify`
    const { code, out, err } = site.run('/usr/bin/unshare', '--mount', 'sh', '-c', script)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`release ${counter}`)
  })

  test('for a user without any right', () => {
    site.uid = 65_534
    const { code, out } = site.run(join(folder, 'airgap'), '--json', 'verify', '--accept')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ ok: true })
  })

  test('past a folder that may not run programs', () => {
    const tmp = site.env['TMPDIR']!
    const script = `mount -t tmpfs -o noexec tmpfs ${tmp} && exec ${folder}/airgap --version`
    expect(site.run('/usr/bin/unshare', '--mount', 'sh', '-c', script)).toMatchObject({ code: 0, out: '0.1.0\n' })
  })

  test('and so does the command line of the product', () => {
    expect(site.run(join(folder, 'fairlead'), '--version')).toMatchObject({ code: 0, out: '0.1.0\n' })
  })
})

test('an installer that may run programs nowhere says what it needs, with exit code 4', () => {
  Object.assign(site.env, { TMPDIR: '/nowhere', HOME: '/nowhere' })
  const script = `
    mount --bind ${folder} /mnt && mount -o remount,bind,noexec /mnt &&
    mount -t tmpfs -o noexec tmpfs /tmp && cd / && exec sh /mnt/airgap verify`
  const { code, err } = site.run('/usr/bin/unshare', '--mount', 'sh', '-c', script)
  expect(code).toBe(4)
  expect(err).toContain('FAIRLEAD_AIRGAP_WORK')
})

test('the PostgreSQL of the bundle starts as any user, makes its database once, and knows its owner alone', async () => {
  const root = unpackImage('postgresql', join(site.home, 'postgresql'))
  for (const name of ['run/postgresql', 'var/lib/postgresql']) chmodSync(join(root, name), 0o777)
  for (const name of ['proc', 'dev']) mkdirSync(join(root, name))
  writeFileSync(join(root, 'password'), 'not-a-secret\n')
  const port = await freePort()
  const start = `mount --bind /proc ${root}/proc && mount --rbind /dev ${root}/dev && exec /usr/sbin/chroot --userspec=1000660000:0 ${root} /usr/local/bin/start-postgresql -c port=${port} -c dynamic_shared_memory_type=mmap`
  const { env } = configOf('postgresql')
  for (const round of ['first', 'second']) {
    const child = spawn('/usr/bin/unshare', ['--mount', 'sh', '-c', start], {
      stdio: 'ignore',
      env: { ...env, PATH: `${env['PATH']}:/usr/bin`, FAIRLEAD_PG_PASSWORD_FILE: '/password' },
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const sql = postgres({
      host: '127.0.0.1',
      port,
      user: 'fairlead',
      database: 'fairlead',
      password: 'not-a-secret',
      max: 1,
    })
    try {
      const [row] = await until(
        `${round} start`,
        () =>
          sql`select current_user as me, rolsuper from pg_roles where rolname = current_user`.catch(() => undefined),
        60_000,
      )
      expect(row).toEqual({ me: 'fairlead', rolsuper: false })
      if (round === 'first') await sql`create table kept (n int)`
      else expect(await sql`select count(*)::int as n from kept`).toMatchObject([{ n: 0 }])
      const stranger = postgres({
        host: '127.0.0.1',
        port,
        user: 'fairlead',
        database: 'fairlead',
        password: 'wrong',
        max: 1,
      })
      await expect(stranger`select 1`).rejects.toThrow('password authentication failed')
      await stranger.end()
    } finally {
      await sql.end()
      child.kill('SIGINT')
      await ended
    }
  }
}, 180_000)

function unpackImage(role: 'postgresql', to: string): string {
  mkdirSync(to)
  const layout = join(folder, 'images')
  const { digest } = imageOf(readRelease(folder), role)
  const { layers } = imageManifest.parse(JSON.parse(readFileSync(blobPath(layout, digest), 'utf8')))
  for (const layer of layers) spawnSync('tar', ['-xzf', blobPath(layout, layer.digest), '-C', to])
  return to
}

function configOf(role: 'postgresql'): { env: Record<string, string> } {
  const layout = join(folder, 'images')
  const { digest } = imageOf(readRelease(folder), role)
  const manifest = imageManifest.parse(JSON.parse(readFileSync(blobPath(layout, digest), 'utf8')))
  const { config } = JSON.parse(readFileSync(blobPath(layout, manifest.config.digest), 'utf8')) as {
    config: { Env: string[] }
  }
  return { env: Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])) }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
