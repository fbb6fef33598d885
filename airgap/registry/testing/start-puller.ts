import { execFile, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../../tools/processes/child.ts'

const START_MS = 120_000

export interface Ran {
  status: number
  stdout: string
  stderr: string
}

/** A containerd of its own, which runs nothing: it is there to pull, as nodes do. */
export interface Puller {
  /** Fetches everything that an image consists of into a space of its own, by the `hosts.toml` files of a folder. */
  fetch(hosts: string, space: string, image: string): Promise<Ran>
  /** What a space has. */
  digests(space: string): Promise<string[]>
  stop(): Promise<void>
}

/** Starts one that keeps everything in a folder which is not there yet. Needs the rights of root. */
export async function startPuller(folder: string): Promise<Puller> {
  mkdirSync(folder)
  const socket = join(folder, 'socket')
  const settings = [
    'version = 2',
    `root = "${join(folder, 'root')}"`,
    `state = "${join(folder, 'state')}"`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]',
    `[grpc]\n  address = "${socket}"`,
  ]
  writeFileSync(join(folder, 'config.toml'), `${settings.join('\n')}\n`)
  const child = spawn('containerd', ['--config', join(folder, 'config.toml')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const ctr = (...args: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const run = execFile('ctr', ['--address', socket, ...args], (_, stdout, stderr) =>
        resolve({ status: run.exitCode ?? -1, stdout, stderr }),
      )
    })
  const stop = async () => {
    child.kill()
    await ended
  }
  try {
    await until('containerd answers', async () => ((await ctr('version')).status === 0 ? true : undefined), START_MS)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    fetch: (hosts, space, image) => ctr('--namespace', space, 'content', 'fetch', '--hosts-dir', hosts, image),
    digests: async (space) => (await ctr('--namespace', space, 'content', 'ls', '--quiet')).stdout.trim().split('\n'),
    stop,
  }
}
