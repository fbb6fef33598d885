import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../../tools/processes/child.ts'
import { givenKubeconfig } from './cluster/given-cluster.ts'
import { isRunning } from './cluster/process-identity.ts'
import { reserveCluster } from './cluster/reserve-cluster.ts'
import { clusterFolder, readRecord } from './cluster/rig-record.ts'
import { ownName } from './cluster/ring.ts'
import { startCluster } from './cluster/start-cluster.ts'
import { stopCluster } from './cluster/stop-cluster.ts'
import { killProgram } from './cluster/tracked-process.ts'

/** A program that starts a cluster and does nothing more. */
function startUser(name: string): ChildProcess {
  const module = join(import.meta.dirname, 'cluster/start-cluster.ts')
  const script = `import { startCluster } from '${module}'; await startCluster({ name: '${name}' }); setInterval(() => {}, 1000)`
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' })
}

async function untilUp(name: string) {
  const folder = clusterFolder(name)
  await until(`${name} is up`, () => readRecord(folder)?.isReady || undefined, 60_000)
  return { folder, processes: readRecord(folder)?.processes ?? [] }
}

describe.skipIf(givenKubeconfig() !== undefined)('the end of a cluster', () => {
  test('a cluster that is in use is not taken by another of its name, and one that is stopped leaves nothing', async () => {
    const name = ownName('gone')
    const cluster = await startCluster({ name })
    await expect(startCluster({ name })).rejects.toThrow(`${name} is in use by process ${process.pid}`)
    const processes = readRecord(cluster.folder)?.processes ?? []
    expect(processes.filter(isRunning).map((each) => each.name)).toEqual([
      'keeper',
      'etcd',
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
    ])
    await cluster.stop()
    expect(processes.filter(isRunning)).toEqual([])
    expect(existsSync(cluster.folder)).toBe(false)
  })

  test('a cluster whose program is killed is taken down', async () => {
    const name = ownName('orphan')
    const user = startUser(name)
    const { folder, processes } = await untilUp(name)
    user.kill('SIGKILL')
    await until('its folder is gone', () => !existsSync(folder) || undefined)
    expect(processes.filter((each) => each.name !== 'keeper' && isRunning(each))).toEqual([])
  })

  test('a cluster whose keeper is killed as well is taken down by the next start', async () => {
    const name = ownName('orphan')
    const user = startUser(name)
    const { folder, processes } = await untilUp(name)
    await killProgram(folder, 'keeper')
    const hasEnded = new Promise((resolve) => user.once('exit', resolve))
    user.kill('SIGKILL')
    await hasEnded
    expect(processes.filter(isRunning)).toHaveLength(processes.length - 1)
    const next = { name: ownName('next'), release: 'newest', belongsTo: 'program', hasNetwork: false } as const
    await reserveCluster(next)
    expect(existsSync(folder)).toBe(false)
    expect(processes.filter(isRunning)).toEqual([])
    await stopCluster(clusterFolder(next.name))
  })
})
