import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { agentImage } from '@fairlead/airgap/images/agent-image'
import { nodeImage } from '@fairlead/airgap/images/node-image'
import type { RigCluster } from '@fairlead/rig/cluster/rig-cluster'
import { ownName } from '@fairlead/rig/cluster/ring'
import { startCluster } from '@fairlead/rig/cluster/start-cluster'
import { importImages } from '@fairlead/rig/node/import-images'
import { relayToHost } from '@fairlead/rig/node/relay'
import { ensureProgram, type Say } from '@fairlead/rig/programs/ensure-program'
import { until } from '../../tools/processes/child.ts'
import { freePort } from '../../tools/processes/free-port.ts'
import { fairlead } from './cli.ts'
import { openScene, type Scene } from './scene.ts'

const TARGET = { registry: 'rig.fairlead.test', tag: 'e2e' }

/** A site with one Kubernetes on which pods truly run, our own images on its node, and a control plane outside that its pods reach. */
export interface RealSite extends Scene {
  cluster: RigCluster
  /** An image with Node, for workloads. */
  image: string
  /** Adds the cluster as a user does: `fairlead cluster add`, and then the commands that it prints, word for word. */
  install(name: string): Promise<void>
  kubectl(...args: string[]): Promise<string>
}

export async function openRealSite(say: Say): Promise<RealSite> {
  const cluster = await startCluster({ name: ownName('site'), realNodes: 1, say })
  try {
    await importImages(cluster, [await agentImage(TARGET), nodeImage(TARGET)])
    const port = await freePort()
    const relay = await relayToHost(cluster, port)
    const url = `http://${relay.host}:${relay.port}`
    const scene = await openScene({ FAIRLEAD_PUBLIC_URL: url, FAIRLEAD_METRICS_INTERVAL_MS: '2000' }, port)
    const stopScene = scene.stop.bind(scene)
    const env = await userShell(cluster, scene.home)
    const bash = async (script: string) => (await promisify(execFile)('bash', ['-euc', script], { env })).stdout
    return Object.assign(scene, {
      cluster,
      image: `${TARGET.registry}/node:${TARGET.tag}`,
      install: async (name: string) => {
        const token = join(scene.home, `${name}-${Date.now()}.token`)
        const known = (await scene.client.clusters.list()).some((each) => each.name === name)
        const words = known ? ['cluster', 'token', name] : ['cluster', 'add', name]
        const said = await fairlead([...words, '--driver', 'kubernetes', '--token-file', token], {
          url,
          token: scene.token,
        })
        if (said.code !== 0) throw new Error(said.err)
        const ours = [`image.registry=${TARGET.registry}`, `image.tag=${TARGET.tag}`, 'jobApi.enabled=true']
        await bash(`${printedCommands(said.out)} ${ours.map((value) => `--set ${value}`).join(' ')}`)
        await until(
          `${name} is in contact with its node known`,
          async () => {
            const found = await scene.client.clusters.get(name)
            return found.connected && found.nodes.ready > 0 ? true : undefined
          },
          90_000,
        ).catch(async (error: unknown) => {
          const log = await bash(
            'kubectl -n fairlead-agent get pods,events; kubectl -n fairlead-agent logs deploy/fairlead-agent',
          )
          throw new Error(`${String(error)}\n${log}`)
        })
      },
      kubectl: async (...args: string[]) => (await promisify(execFile)('kubectl', args, { env })).stdout,
      stop: async () => {
        await stopScene()
        relay.close()
        await cluster.stop()
      },
    })
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

/** Where `kubectl` and `helm` are what a user has. */
async function userShell(cluster: RigCluster, home: string): Promise<Record<string, string>> {
  const bin = join(home, 'bin')
  mkdirSync(bin)
  for (const program of ['kubectl', 'helm'] as const) symlinkSync(await ensureProgram(program), join(bin, program))
  return { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: home, KUBECONFIG: cluster.kubeconfig }
}

/** The indented lines of an answer: what it says to run. */
function printedCommands(text: string): string {
  const lines = text.split('\n').filter((line) => line.startsWith('  ') && line.trim() !== '')
  return lines.map((line) => line.trim()).join('\n')
}
