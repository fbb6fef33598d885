import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { archiveLayout } from '@fairlead/airgap/oci/archive-layout'
import { writeImages } from '@fairlead/airgap/oci/write-images'
import type { ImageSpec } from '@fairlead/airgap/oci/image'
import { busyboxImage } from '@fairlead/airgap/images/busybox-image'
import { pauseImage } from '@fairlead/airgap/images/pause-image'
import type { RigCluster } from '../cluster/rig-cluster.ts'
import { readRecord, type RealNodeRecord } from '../cluster/rig-record.ts'
import { ensureProgram } from '../programs/ensure-program.ts'
import { CONTAINERD_SOCKET } from './node-settings.ts'
import { nodeSpace } from './node-space.ts'
import { run } from './run.ts'

/** Images that a real node has without a registry. Pods name them with `imagePullPolicy: Never` or `IfNotPresent`. */
export const RIG_IMAGES = { registry: 'rig.fairlead.test', busybox: 'rig.fairlead.test/busybox:1' } as const

const BASE = { registry: RIG_IMAGES.registry, tag: '1' }

/** Puts images on every real node of a cluster, as a site does that imports them from a file. */
export async function importImages(cluster: RigCluster, specs: readonly ImageSpec[]): Promise<void> {
  await toNodes(cluster, specs, readRecord(cluster.folder)?.realNodes ?? [])
}

/** What the runtime itself needs, and a shell for test workloads. */
export async function importBaseImages(cluster: RigCluster, node: RealNodeRecord): Promise<void> {
  await toNodes(cluster, [pauseImage(BASE, await ensureProgram('init')), busyboxImage(BASE)], [node])
}

async function toNodes(
  cluster: RigCluster,
  specs: readonly ImageSpec[],
  nodes: readonly RealNodeRecord[],
): Promise<void> {
  const layout = join(cluster.folder, 'import')
  const archive = `${layout}.tar`
  try {
    await writeImages(layout, specs)
    await archiveLayout(layout, archive)
    for (const node of nodes) {
      const ctr = ['--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io', 'images', 'import', '--no-unpack', archive]
      const { command, args } = nodeSpace(initOf(cluster.folder, node)).enter('ctr', ctr)
      run(command, args)
    }
  } finally {
    rmSync(layout, { recursive: true, force: true })
    rmSync(archive, { force: true })
  }
}

/** The first process of a node, by which its space can be entered. */
export function initOf(folder: string, node: RealNodeRecord): number {
  const found = readRecord(folder)?.processes.find(({ name }) => name === `${node.name}-init`)
  if (!found) throw new Error(`the node ${node.name} is not up`)
  return found.pid
}
