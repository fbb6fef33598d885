import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { givenKubeconfig } from './cluster/given-cluster.ts'
import { kubeClient } from './cluster/kube-client.ts'
import { kubeconfigWithRights } from './cluster/kubeconfig-with-rights.ts'
import { listRecords } from './cluster/rig-record.ts'
import { isRigOut, useCluster, useRigCluster, type UsedRigCluster } from './cluster/use-cluster.ts'

describe.skipIf(givenKubeconfig() !== undefined)('a cluster that KUBECONFIG names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-given-'))
  const kubeconfig = join(folder, 'somebody.yaml')
  let somebody: UsedRigCluster

  beforeAll(async () => {
    somebody = await useRigCluster()
    copyFileSync(somebody.kubeconfig, kubeconfig)
  })

  beforeEach(() => void vi.stubEnv('KUBECONFIG', kubeconfig))
  afterEach(() => void vi.unstubAllEnvs())

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await somebody?.leave()
  })

  test('is used, and nothing is started', async () => {
    const before = listRecords().length
    const cluster = await useCluster({ release: 'oldest', realNodes: 2 })
    expect(cluster.kubeconfig).toBe(kubeconfig)
    expect(cluster.rig).toBeUndefined()
    expect(listRecords()).toHaveLength(before)
    await cluster.leave()
  })

  test('gives programs rights of their own, and keeps none of our namespaces', async () => {
    const cluster = await useCluster()
    const namespace = await cluster.makeNamespace()
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]
    const roles = [{ kind: 'Role', metadata: { name: 'pods', namespace }, rules }]
    const own = await kubeconfigWithRights(cluster, { name: 'own', namespace, roles })
    const { core } = kubeClient(own)
    expect((await core.listNamespacedPod({ namespace })).items).toEqual([])
    await expect(core.listNode()).rejects.toThrow('403')
    await cluster.leave()
    expect(existsSync(own)).toBe(false)
    const left = await somebody.client.core.readNamespace({ name: namespace }).catch(() => undefined)
    expect(left?.status?.phase ?? 'Terminating').toBe('Terminating')
  })

  test('is not for tests that stop its programs', async () => {
    expect(isRigOut()).toBe(true)
    await expect(useRigCluster()).rejects.toThrow('this test needs a cluster of the rig')
  })

  test('is one of the rig when the rig has made it', async () => {
    vi.stubEnv('KUBECONFIG', somebody.kubeconfig)
    expect(isRigOut()).toBe(false)
    const cluster = await useRigCluster()
    expect(cluster.rig.folder).toBe(somebody.folder)
    await cluster.leave()
  })
})
