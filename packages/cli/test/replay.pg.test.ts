import { Client } from '@fairlead/sdk'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { users } from '../../control-plane/src/db/schema/users.ts'
import { useDatabase } from '../../control-plane/test/database.ts'
import { eventually, startPlane, stopPlane, tokenFor } from '../../control-plane/test/harness.ts'
import type { ReplayResult } from '../src/replay/replay-result.ts'
import { fairlead } from './fake-host.ts'
import { usePlane } from './plane.ts'

const SAMPLES = join(import.meta.dirname, 'samples')

describe('a replay', () => {
  const plane = usePlane()

  test('reports waits, shares and checks, and leaves nothing behind', async () => {
    const line = `replay ${join(SAMPLES, 'philly.csv')} --clusters 2 --nodes-per-cluster 2 --duration 3s --max-runtime 1h -o json`
    const seen = new Set<string>()
    const watching = setInterval(() => {
      for (const words of processes()) if (words.includes('fairlead-agent')) seen.add(words)
    }, 200)
    const { out } = await plane.run(line).finally(() => clearInterval(watching))
    const result = JSON.parse(out) as ReplayResult
    expect(result).toMatchObject({
      format: 'philly',
      fleet: { clusters: 2, nodes: 4, gpus: 32 },
      rows: { read: 5, submitted: 5, refused: [], tooLarge: [] },
      checks: { violations: [] },
      accounting: { rows: 5, workloads: 5, succeeded: 5, succeededRuns: 5, problems: [] },
      ends: { SUCCEEDED: 5 },
      isComplete: true,
    })
    expect(result.rows.malformed).toHaveLength(7)
    expect(result.checks.count).toBeGreaterThan(10)
    expect(result.queues.map(({ queue }) => queue)).toEqual(['gamma', 'alpha', 'beta'])
    expect(result.queues.reduce((sum, { deservedGpus }) => sum + deservedGpus, 0)).toBe(32)
    expect(result.utilisation.mean).toBeGreaterThan(0)

    // Agents were there, and no token was in their arguments or in their environment.
    expect([...seen].join('\n')).toContain('fairlead-agent')
    expect([...seen].join('\n')).not.toMatch(/fl[a-z]_[\w-]{20}/)
    expect((await plane.run('cluster ls -o name')).out).toBe('')
    expect((await plane.run('project ls -o name')).out).not.toContain('replay')
    expect((await plane.run('ps -o name')).out).toBe('')
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`fairlead-replay-${result.id}`))).toEqual([])
  })

  test('of parts of devices on machines of a list is for people, too', async () => {
    const line = `replay ${join(SAMPLES, 'openb-pods.csv')} --nodes ${join(SAMPLES, 'openb-nodes.csv')} --clusters 1 --speed 2000 --no-color`
    const { out, err } = await plane.run(line, { terminal: 80 })
    expect(err).toContain('openb-nodes.csv:6: memory_mib is not a number')
    expect(out).toMatch(/Ends +3 SUCCEEDED, 1 FAILED|Ends +1 FAILED, 3 SUCCEEDED/)
    expect(out).toContain('line 9: qos is missing')
    expect(out.replaceAll(/\s+/g, ' ')).toContain('nothing lost, nothing doubled')
  })

  test('goes only to clusters that pretend', async () => {
    await plane.run('cluster add real -o json')
    const { err } = await plane.run(`replay ${join(SAMPLES, 'philly.csv')} --use-clusters real`, { code: 2 })
    expect(err).toContain('real is no simulated cluster')
  })

  test('that the user leaves tidies up behind itself', async () => {
    const leaving = new AbortController()
    const line = `replay ${join(SAMPLES, 'philly.csv')} --clusters 1 --duration 60s`
    setTimeout(() => leaving.abort(), 3_000)
    const { err } = await plane.run(line, { code: 130, signal: leaving.signal })
    expect(err).not.toContain('could not')
    expect((await plane.run('ps -o name')).out).toBe('')
    expect((await plane.run('cluster ls -o name')).out).toBe('real\n')
  })
})

describe('a replay whose control plane is restarted halfway', () => {
  const database = useDatabase()

  test('loses no job and runs none twice', async () => {
    const env = { FAIRLEAD_PORT: String(await freePort()), FAIRLEAD_AGENT_HEARTBEAT_MS: '1000' }
    const first = await startPlane(database.url(), env)
    const [admin] = await first.app.database.system.db.select().from(users)
    if (!admin) throw new Error('a new control plane has a first admin')
    const token = await tokenFor(first, admin)
    const file = join(tmpdir(), `fairlead-restart-${process.pid}.csv`)
    const rows = Array.from(
      { length: 120 },
      (_, n) => `2017-10-02 00:${pad(Math.floor(n / 2))}:${pad((n % 2) * 30)},600.0,${(n % 4) + 1},1,q${n % 3}`,
    )
    writeFileSync(file, ['timestamp,duration,num_gpus,gpu_time,cluster', ...rows].join('\n'))

    const cli = { FAIRLEAD_URL: first.app.publicUrl, FAIRLEAD_TOKEN: token, XDG_CONFIG_HOME: '/nonexistent' }
    const replay = fairlead(['replay', file, '--clusters', '2', '--duration', '5s', '-o', 'json'], { env: cli })
    const client = new Client({ url: cli.FAIRLEAD_URL, token })
    await eventually('half of the jobs are in', async () => {
      const counts = (await client.jobs.tally()).flatMap(({ phases }) => Object.values(phases))
      return counts.reduce((sum, count) => sum + count, 0) >= 60 || undefined
    })
    await stopPlane(first)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const second = await startPlane(database.url(), env)
    try {
      const { code, out, err } = await replay
      expect(code, err).toBe(0)
      const result = JSON.parse(out) as ReplayResult
      expect(result.outages.count).toBeGreaterThan(0)
      expect(result.accounting).toMatchObject({
        rows: 120,
        workloads: 120,
        succeeded: 120,
        succeededRuns: 120,
        problems: [],
      })
      expect(result.checks.violations).toEqual([])
    } finally {
      await stopPlane(second)
      rmSync(file)
    }
  })
})

/** Arguments and environment of every process that this one has started. */
function processes(): string[] {
  const own = String(process.pid)
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-axww', '-o', 'ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.trim().startsWith(`${own} `))
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8')
        if (!status.includes(`PPid:\t${own}\n`)) return ''
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8')
      } catch {
        return ''
      }
    })
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}
