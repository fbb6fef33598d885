import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { givenKubeconfig } from './cluster/given-cluster.ts'
import { kubeClient } from './cluster/kube-client.ts'
import { ownName } from './cluster/ring.ts'
import { useRigCluster, type UsedRigCluster } from './cluster/use-cluster.ts'
import { parseCommand } from './commands/parse-command.ts'
import { runCommand } from './commands/run-command.ts'

describe.skipIf(givenKubeconfig() !== undefined)('the command rig', () => {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-rig-'))
  const name = ownName('by-hand')
  let cluster: UsedRigCluster

  beforeAll(async () => {
    cluster = await useRigCluster()
  })

  afterAll(async () => {
    vi.stubEnv('FAIRLEAD_RIG_HOME', home)
    await rig('down')
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true, force: true })
    await cluster?.leave()
  })

  beforeEach(() => void vi.stubEnv('FAIRLEAD_RIG_HOME', home))
  afterEach(() => void vi.unstubAllEnvs())

  /** Answers everything that the command prints. */
  async function rig(call: string): Promise<string> {
    const lines: string[] = []
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
    try {
      await runCommand(parseCommand(call.split(' ')), (line) => lines.push(line))
    } finally {
      stdout.mockRestore()
    }
    return lines.join('\n')
  }

  function runProgram(call: string, flags: string[] = []) {
    const words = [...flags, join(import.meta.dirname, 'rig.ts'), ...call.split(' ')]
    const env = { ...process.env, FAIRLEAD_RIG_HOME: home }
    return spawnSync(process.execPath, words, { encoding: 'utf8', env })
  }

  test.each([
    ['up --version 1.2', '--version is 1.2, and may be newest, oldest'],
    ['up --gpu none', '--gpu is none, and may be cpu, nvidia-h100'],
    ['up --kwok-nodes many', '--kwok-nodes is many, and may be a number'],
    ['up --name Big', '--name is Big, and may be up to 31 small letters'],
    ['up now', 'what is now?'],
    ['rights', '--namespace is missing'],
    ['fly', 'there is no command fly'],
  ])('`rig %s` is refused with what to do', (call, message) => {
    expect(() => parseCommand(call.split(' '))).toThrow(message)
  })

  test('wrong words end with exit code 2', () => {
    expect(runProgram('fly')).toMatchObject({ status: 2, stdout: '' })
  })

  test('a cluster goes up, can be used, gets more nodes, is listed and goes down', async () => {
    expect(await rig(`up --name ${name} --kwok-nodes 2 --gpu amd-mi300x`)).toContain(`${name} is up: Kubernetes`)
    const kubeconfig = (await rig(`kubeconfig ${name}`)).trim()
    expect(await rig(`up --name ${name} --kwok-nodes 1`)).toContain('added cpu-1')
    expect((await kubeClient(kubeconfig).core.listNode()).items).toHaveLength(3)
    const agent = kubeClient((await rig(`rights --name ${name} --namespace vision --namespace speech`)).trim())
    expect((await agent.core.listNode()).items).toHaveLength(3)
    expect((await agent.batch.listNamespacedJob({ namespace: 'speech' })).items).toEqual([])
    await expect(agent.batch.listNamespacedJob({ namespace: 'default' })).rejects.toThrow('forbidden')
    await expect(agent.core.listNamespacedSecret({ namespace: 'vision' })).rejects.toThrow('forbidden')
    await expect(rig(`up --name ${name} --version oldest`)).rejects.toThrow('take it down first')
    expect(await rig('status')).toMatch(new RegExp(`${name}: up, Kubernetes .*kube-apiserver`, 's'))
    expect(await rig('down')).toContain(`${name} is down`)
    expect(existsSync(kubeconfig)).toBe(false)
  })

  test('where KUBECONFIG names a cluster of somebody else, nothing is started', async () => {
    const kubeconfig = join(home, 'somebody.yaml')
    copyFileSync(cluster.kubeconfig, kubeconfig)
    vi.stubEnv('KUBECONFIG', kubeconfig)
    expect(await rig('up')).toContain(`tests use its cluster (Kubernetes v${cluster.rig.version}`)
    expect(await rig('status')).toContain('no cluster')
  })

  test('where KUBECONFIG names no cluster that answers, one sentence says so', async () => {
    vi.stubEnv('KUBECONFIG', join(home, 'nobody.yaml'))
    await expect(rig('up')).rejects.toThrow('whose cluster does not answer')
  })

  test('without root, a real node is refused in one sentence', () => {
    // A user who is not root need not be able to read a checkout of root's.
    const { status, stderr } = runProgram('up --real-node', [
      '--import',
      'data:text/javascript,process.getuid=()=>1000',
    ])
    expect(stderr).toContain('rig: a real node needs Linux and root')
    expect(status).toBe(2)
  })
})
