import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenKubeconfig } from './cluster/given-cluster.ts'
import { kubeClient } from './cluster/kube-client.ts'
import { ownName } from './cluster/ring.ts'
import { useRigCluster, type UsedRigCluster } from './cluster/use-cluster.ts'
import { parseCommand } from './commands/parse-command.ts'

describe.skipIf(givenKubeconfig() !== undefined)('the command rig', () => {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-rig-'))
  const name = ownName('by-hand')
  let cluster: UsedRigCluster

  beforeAll(async () => {
    cluster = await useRigCluster()
  })

  afterAll(async () => {
    rig('down')
    rmSync(home, { recursive: true, force: true })
    await cluster?.leave()
  })

  function rig(call: string, env: Record<string, string> = {}, asWhom: { uid?: number } = {}) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'rig.ts'), ...call.split(' ')],
      { encoding: 'utf8', env: { ...process.env, FAIRLEAD_RIG_HOME: home, ...env }, ...asWhom },
    )
    return { status, stdout, stderr }
  }

  test.each([
    ['up --version 1.2', '--version is 1.2, and may be newest, oldest'],
    ['up --gpu none', '--gpu is none, and may be cpu, nvidia-h100'],
    ['up --kwok-nodes many', '--kwok-nodes is many, and may be a number'],
    ['up --name Big', '--name is Big, and may be up to 31 small letters'],
    ['up now', 'what is now?'],
    ['fly', 'there is no command fly'],
  ])('`rig %s` is refused with what to do', (call, message) => {
    expect(() => parseCommand(call.split(' '))).toThrow(message)
  })

  test('wrong words end with exit code 2', () => {
    expect(rig('fly')).toMatchObject({ status: 2, stdout: '' })
  })

  test('a cluster goes up, can be used, gets more nodes, is listed and goes down', async () => {
    expect(rig(`up --name ${name} --kwok-nodes 2 --gpu amd-mi300x`)).toMatchObject({ status: 0, stdout: '' })
    const kubeconfig = rig(`kubeconfig ${name}`).stdout.trim()
    expect(rig(`up --name ${name} --kwok-nodes 1`).stderr).toContain('added cpu-1')
    expect((await kubeClient(kubeconfig).core.listNode()).items).toHaveLength(3)
    expect(rig(`up --name ${name} --version oldest`)).toMatchObject({ status: 1 })
    expect(rig('status').stdout).toMatch(new RegExp(`${name}: up, Kubernetes .*kube-apiserver`, 's'))
    expect(rig('down').stderr).toContain(`${name} is down`)
    expect(existsSync(kubeconfig)).toBe(false)
  })

  test('where KUBECONFIG names a cluster of somebody else, nothing is started', () => {
    const kubeconfig = join(home, 'somebody.yaml')
    copyFileSync(cluster.kubeconfig, kubeconfig)
    const { status, stderr } = rig('up', { KUBECONFIG: kubeconfig })
    expect(stderr).toContain(`KUBECONFIG is set: tests use its cluster (Kubernetes v${cluster.rig.version}`)
    expect(status).toBe(0)
    expect(rig('status').stdout).toContain('no cluster')
  })

  test('where KUBECONFIG names no cluster that answers, one sentence says so', () => {
    const { status, stderr } = rig('up', { KUBECONFIG: join(home, 'nobody.yaml') })
    expect(stderr).toContain('whose cluster does not answer')
    expect(status).toBe(2)
  })

  test.skipIf(process.getuid?.() !== 0)('without root, a real node is refused in one sentence', () => {
    const { status, stderr } = rig('up --real-node', { FAIRLEAD_RIG_HOME: '/nonexistent' }, { uid: 65_534 })
    expect(stderr).toContain('rig: a real node needs Linux and root')
    expect(status).toBe(2)
  })
})
