import {
  createReadStream,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createWriteStream } from 'node:fs'
import { chmod, symlink } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { AirgapError } from '../cli/airgap-error.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { requireLayers } from '../install/missing-layers.ts'
import { blobPath } from '../oci/blobs.ts'
import type { Digest } from '../oci/digest.ts'
import { imageConfig, imageManifest, type ImageManifest } from '../oci/documents.ts'
import { imageOf } from '../release/read-release.ts'
import type { ImageRole, ReleaseImage } from '../release/release.ts'
import { folderOf, type Place } from './place.ts'

export interface UnpackedImage {
  /** Of the image's own settings. */
  env: Record<string, string>
  entrypoint: readonly string[]
  workingDir: string
}

/** Folders on which a unit lays something of the host. */
const MOUNT_POINTS = [
  'proc',
  'sys',
  'dev',
  'run',
  'tmp',
  'etc',
  'var/tmp',
  'var/lib/fairlead-backups',
  'var/lib/fairlead-downloads',
  'run/credentials',
  'root',
  'home',
] as const
/** Files on which a unit may lay those of the host. */
const MOUNT_FILES = ['etc/resolv.conf', 'etc/hosts'] as const

export interface Unpacking {
  layout: string
  image: ReleaseImage
  /** The root of the image, made whole or not at all. */
  to: string
  /** Layers that have been unpacked before, by digest: files of them are not written twice. */
  shared: Map<Digest, { root: string; files: string[] }>
}

/** How the program of an image starts, without unpacking it. */
export function describeImage(layout: string, image: ReleaseImage): UnpackedImage {
  const { config = {} } = imageConfig.parse(readJson(blobPath(layout, manifestOf(layout, image).config.digest)))
  const env = Object.fromEntries((config.Env ?? []).map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]))
  return { env, entrypoint: config.Entrypoint ?? [], workingDir: config.WorkingDir ?? '/' }
}

/** Unpacks an image of the bundle, unless that has been done. Answers how its program starts, and whether anything was written. */
export async function unpackImage({
  layout,
  image,
  to,
  shared,
}: Unpacking): Promise<UnpackedImage & { isNew: boolean }> {
  const isNew = !existsSync(to)
  if (isNew) {
    const part = `${to}.part`
    rmSync(part, { recursive: true, force: true })
    try {
      for (const { digest } of manifestOf(layout, image).layers) {
        const twin = shared.get(digest)
        const files = twin === undefined ? await unpackLayer(layout, digest, part) : link(twin, part)
        shared.set(digest, { root: part, files })
      }
      for (const name of MOUNT_POINTS) mkdirSync(join(part, name), { recursive: true, mode: 0o755 })
      for (const name of MOUNT_FILES) if (!existsSync(join(part, name))) writeFileSync(join(part, name), '')
      renameSync(part, to)
    } catch (error) {
      rmSync(part, { recursive: true, force: true })
      throw new AirgapError('preflight', `${image.name} cannot be unpacked to ${to}: ${(error as Error).message}`, {
        cause: error,
        hint: 'make room there, and run the same command again',
      })
    }
    for (const layer of shared.values()) if (layer.root === part) layer.root = to
  }
  return { ...describeImage(layout, image), isNew }
}

/** Unpacks images of a bundle to where a host has its programs, as far as they are not there. */
export async function unpackImages(
  bundle: OpenBundle,
  roles: readonly ImageRole[],
  place: Place,
): Promise<Map<ImageRole, UnpackedImage & { isNew: boolean }>> {
  const { layout, release, folder } = bundle
  if (roles.some((role) => !existsSync(place.on(folderOf(release, role)))))
    requireLayers(bundle, dirname(folder), 'a host has no registry to take them from')
  const shared: Unpacking['shared'] = new Map()
  const images = new Map<ImageRole, UnpackedImage & { isNew: boolean }>()
  for (const role of roles) {
    const to = place.on(folderOf(release, role))
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
    images.set(role, await unpackImage({ layout, image: imageOf(release, role), to, shared }))
  }
  return images
}

async function unpackLayer(layout: string, digest: Digest, to: string): Promise<string[]> {
  const files: string[] = []
  const tar = extract()
  const reading = pipeline(createReadStream(blobPath(layout, digest)), createGunzip(), tar)
  for await (const entry of tar) {
    const path = normalize(`/${entry.header.name}`)
    await write(entry.header, join(to, path), entry as unknown as Readable)
    if (entry.header.type !== 'directory') files.push(path)
    entry.resume()
  }
  await reading
  return files
}

async function write(header: Header, path: string, stream: Readable): Promise<void> {
  mkdirSync(header.type === 'directory' ? path : dirname(path), { recursive: true, mode: 0o755 })
  if (header.type === 'directory') {
    await chmod(path, header.mode ?? 0o755)
    return
  }
  rmSync(path, { force: true })
  if (header.type === 'symlink') return await symlink(header.linkname ?? '', path)
  if (header.type !== 'file') throw new Error(`${header.name} is neither a file nor a folder nor a link`)
  await pipeline(stream, createWriteStream(path))
  await chmod(path, header.mode ?? 0o644)
}

/** The same files under another root: one Node for all programs of a release. */
function link({ root, files }: { root: string; files: string[] }, to: string): string[] {
  for (const path of files) {
    mkdirSync(dirname(join(to, path)), { recursive: true, mode: 0o755 })
    linkSync(join(root, path), join(to, path))
  }
  return files
}

function manifestOf(layout: string, { digest }: ReleaseImage): ImageManifest {
  return imageManifest.parse(readJson(blobPath(layout, digest)))
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
