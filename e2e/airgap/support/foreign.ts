import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ImageSpec } from '@fairlead/airgap/oci/image'
import { layerEntries } from '@fairlead/airgap/oci/layer-entries'

/** Runs programs for arm64 on any machine, one process at a time: what such a program starts itself is this machine's own affair. */
export const QEMU = '/usr/bin/qemu-aarch64-static'

/** Lays the files of an image below `root`, as a container would see them. */
export function layOut(root: string, { layers }: Pick<ImageSpec, 'layers'>): void {
  for (const { path, type, mode, content } of layers.flatMap((layer) => layerEntries(layer))) {
    const place = join(root, path)
    mkdirSync(type === 'directory' ? place : dirname(place), { recursive: true })
    if (content === undefined) continue
    if ('link' in content) symlinkSync(content.link, place)
    else if ('file' in content) copyFileSync(content.file, place)
    else writeFileSync(place, content.text)
    if (type === 'file') chmodSync(place, mode)
  }
}

/** Runs a program of a root for arm64 to its end, with the loader and the libraries of that root and none of this machine. */
export function runForeign(root: string, program: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(QEMU, ['-L', root, join(root, program), ...args], {
    encoding: 'utf8',
    env: { PATH: '/nowhere' },
    timeout: 60_000,
  })
  return { status, stdout: stdout.trim(), stderr: stderr.trim() }
}

const EM_AARCH64 = 183

/** Whether a file is an ELF program or library, and then whether it is for arm64, as its header says. */
export function isForArm64(file: string): boolean | undefined {
  const head = readFileSync(file).subarray(0, 20)
  if (head.length < 20 || head.readUInt32BE(0) !== 0x7f454c46) return undefined
  return head.readUInt16LE(18) === EM_AARCH64
}
