import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { join, posix } from 'node:path'

/** What goes into a layer: a file or folder of this machine, a text, a symbolic link or an empty folder. Paths inside are absolute. */
export type LayerSource =
  | { from: string; to: string; mode?: number }
  | { text: string; to: string; mode?: number }
  | { link: string; to: string }
  | { folder: string; mode?: number }

export interface LayerEntry {
  /** Inside the image, without the leading slash. */
  path: string
  type: 'file' | 'directory' | 'symlink'
  mode: number
  size: number
  content: { file: string } | { text: string } | { link: string } | undefined
}

/**
 * The files of a layer in one fixed order, with the folders that lead to them. Nothing of this machine remains but names, contents and whether a file
 * may be executed: everything is readable by everybody, so that an image works under any user.
 */
export function layerEntries(sources: readonly LayerSource[]): LayerEntry[] {
  const entries = new Map<string, LayerEntry>()
  for (const source of sources) for (const entry of expand(source)) add(entries, entry)
  for (const path of entries.keys()) addParents(entries, path)
  return [...entries.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function add(entries: Map<string, LayerEntry>, entry: LayerEntry): void {
  const before = entries.get(entry.path)
  if (before && !(before.type === 'directory' && entry.type === 'directory'))
    throw new Error(`two sources of one layer make /${entry.path}`)
  entries.set(entry.path, entry)
}

function addParents(entries: Map<string, LayerEntry>, path: string): void {
  for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent)) {
    const there = entries.get(parent)
    if (there && there.type !== 'directory') throw new Error(`/${parent} is no folder, and /${path} lies in it`)
    if (!there) entries.set(parent, folder(parent))
  }
}

function expand(source: LayerSource): LayerEntry[] {
  if ('folder' in source) return [folder(inside(source.folder), source.mode)]
  const path = inside(source.to)
  if ('link' in source) return [symlink(path, source.link)]
  if ('text' in source) {
    const { text } = source
    return [{ path, type: 'file', mode: source.mode ?? 0o644, size: Buffer.byteLength(text), content: { text } }]
  }
  return walk(realpathSync(source.from), path, source.mode)
}

function walk(from: string, path: string, mode: number | undefined): LayerEntry[] {
  const stat = lstatSync(from)
  if (stat.isSymbolicLink()) return [symlink(path, readlinkSync(from))]
  if (stat.isDirectory()) {
    const below = readdirSync(from).flatMap((name) => walk(join(from, name), posix.join(path, name), mode))
    return path === '' ? below : [folder(path), ...below]
  }
  if (!stat.isFile()) throw new Error(`${from} is neither a file nor a folder nor a link`)
  const isExecutable = (stat.mode & 0o100) !== 0
  return [
    { path, type: 'file', mode: mode ?? (isExecutable ? 0o755 : 0o644), size: stat.size, content: { file: from } },
  ]
}

function folder(path: string, mode = 0o755): LayerEntry {
  return { path, type: 'directory', mode, size: 0, content: undefined }
}

function symlink(path: string, link: string): LayerEntry {
  return { path, type: 'symlink', mode: 0o777, size: 0, content: { link } }
}

function inside(path: string): string {
  const clean = posix.normalize(path)
  if (!clean.startsWith('/') || clean.includes('\0'))
    throw new Error(`${path} is not an absolute path inside the image`)
  return clean.slice(1).replace(/\/$/, '')
}
