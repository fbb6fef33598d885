import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobPath } from '@fairlead/airgap/oci/blobs'
import { imageManifest } from '@fairlead/airgap/oci/documents'
import { imageOf, readRelease } from '@fairlead/airgap/release/read-release'
import type { ImageRole } from '@fairlead/airgap/release/release'

/** An image of a bundle, unpacked to be run. */
export interface UnpackedImage {
  root: string
  entrypoint: string[]
  env: string[]
  cwd: string
}

/** Who a platform lets a container be. `mapped` is the first id on the host of a user namespace of its own. */
export interface Identity {
  uid: number
  gid: number
  mapped?: number
}

export interface Contained {
  /** Of its first process, as the host counts. Throws while there is none. */
  pid(): number
  output(): string
  exitCode(): number | undefined
  exited: Promise<number>
  stop(): Promise<number>
}

/** Ids of one user namespace. */
const MAPPED = 65_536
/** Calls that no program of ours needs; a container runtime's own list is longer. */
const FORBIDDEN = 'mount umount2 ptrace keyctl add_key request_key bpf unshare setns init_module kexec_load reboot'

export function unpackImage(bundle: string, role: ImageRole, to: string): UnpackedImage {
  const layout = join(bundle, 'images')
  const read = (digest: string) => readFileSync(blobPath(layout, digest as `sha256:${string}`), 'utf8')
  const { layers, config } = imageManifest.parse(JSON.parse(read(imageOf(readRelease(bundle), role).digest)))
  mkdirSync(to, { recursive: true })
  for (const { digest } of layers) spawnSync('tar', ['-xzf', blobPath(layout, digest), '-C', to])
  const found = (
    JSON.parse(read(config.digest)) as { config: { Entrypoint: string[]; Env: string[]; WorkingDir?: string } }
  ).config
  return { root: to, entrypoint: found.Entrypoint, env: found.Env, cwd: found.WorkingDir || '/' }
}

/**
 * Runs an image by runc as a strict platform does: any user, a root that cannot be written, no capability, no way to more rights, forbidden system calls, and nothing mounted but empty
 * folders. `files` appear read-only, `disks` may be written. The network is the host's.
 */
export function contain(
  image: UnpackedImage,
  as: Identity,
  options: {
    name: string
    work: string
    env?: string[]
    args?: string[]
    folders?: string[]
    files?: Record<string, string>
    /** Folders of the host that it may write to. */
    disks?: Record<string, string>
  },
): Contained {
  const { name, work, env = [], args = [], folders = [], files = {}, disks = {} } = options
  const bundle = join(work, name)
  mkdirSync(bundle, { recursive: true })
  const owner = as.mapped === undefined ? [] : ['-R', `${as.mapped}:${as.mapped}`, image.root]
  for (const folder of ['proc', 'dev', ...folders, ...Object.keys(files), ...Object.keys(disks)])
    mkdirSync(join(image.root, folder), { recursive: true })
  // What is mounted takes the mode of the folder that it hides; volumes of a platform may be written.
  for (const folder of folders) chmodSync(join(image.root, folder), 0o777)
  if (owner.length > 0) spawnSync('chown', owner)
  const ids = [{ containerID: 0, hostID: as.mapped ?? 0, size: MAPPED }]
  const spec = {
    ociVersion: '1.0.2',
    process: {
      user: { uid: as.uid, gid: as.gid },
      args: [...image.entrypoint, ...args],
      env: [...image.env, ...env],
      cwd: image.cwd,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
      noNewPrivileges: true,
    },
    root: { path: image.root, readonly: true },
    hostname: undefined,
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'strictatime', 'mode=755'] },
      { destination: '/dev/shm', type: 'tmpfs', source: 'shm', options: ['nosuid', 'noexec', 'nodev', 'mode=1777'] },
      ...folders.map((destination) => ({
        destination,
        type: 'tmpfs',
        source: 'tmpfs',
        options: ['nosuid', 'nodev', 'noexec', 'mode=0777'],
      })),
      ...Object.entries(files).map(([destination, source]) => ({
        destination,
        type: 'bind',
        source,
        options: ['bind', 'ro'],
      })),
      ...Object.entries(disks).map(([destination, source]) => ({
        destination,
        type: 'bind',
        source,
        options: ['bind', 'rw'],
      })),
    ],
    linux: {
      namespaces: [
        { type: 'pid' },
        { type: 'ipc' },
        { type: 'mount' },
        ...(as.mapped === undefined ? [] : [{ type: 'user' }]),
      ],
      ...(as.mapped === undefined ? {} : { uidMappings: ids, gidMappings: ids }),
      seccomp: {
        defaultAction: 'SCMP_ACT_ALLOW',
        syscalls: [{ names: FORBIDDEN.split(' '), action: 'SCMP_ACT_ERRNO' }],
      },
    },
  }
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(spec))
  const id = `fairlead-${process.pid}-${name}`
  const runc = ['--root', join(work, 'runc')]
  const child = spawn('runc', [...runc, 'run', '--bundle', bundle, id], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let ended: number | undefined
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = new Promise<number>((resolve) => child.once('close', (code) => resolve((ended = code ?? -1))))
  return {
    pid: () => {
      const { stdout } = spawnSync('runc', [...runc, 'state', id], { encoding: 'utf8' })
      return (JSON.parse(stdout) as { pid: number }).pid
    },
    output: () => output,
    exitCode: () => ended,
    exited,
    stop: () => {
      spawnSync('runc', [...runc, 'kill', id, 'KILL'])
      return exited
    },
  }
}
