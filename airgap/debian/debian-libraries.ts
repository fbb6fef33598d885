import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { LayerSource } from '../oci/layer-entries.ts'
import type { Architecture } from '../release/release.ts'
import type { UnpackedPackage } from './ensure-packages.ts'
import { neededLibraries } from './needed-libraries.ts'

const TRIPLET = { amd64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as const satisfies Record<
  Architecture,
  string
>

/**
 * The loader and every library that programs need, from packages, where Debian's loader looks for them. Only what is asked for is taken. Throws for one that no
 * package has.
 */
export function debianLibraries(
  architecture: Architecture,
  programs: readonly string[],
  packages: readonly UnpackedPackage[],
): LayerSource[] {
  const found = new Map<string, LayerSource>()
  const waiting = [...programs]
  for (let program = waiting.pop(); program !== undefined; program = waiting.pop()) {
    const needs = neededLibraries(program)
    const paths = [
      ...(needs?.loader === undefined ? [] : [findIn(packages, [needs.loader])]),
      ...(needs?.libraries ?? []).map((name) =>
        findIn(
          packages,
          ['/lib', '/usr/lib'].map((folder) => join(folder, TRIPLET[architecture], name)),
        ),
      ),
    ]
    for (const [index, path] of paths.entries()) {
      if (path === undefined)
        throw new Error(`${program} needs ${needs?.libraries[index] ?? needs?.loader}, and no package has it`)
      if (found.has(path.to)) continue
      found.set(path.to, { ...path, mode: 0o755 })
      waiting.push(path.from)
    }
  }
  // The loader is asked for by its path and, by libc, by its name: both stay.
  return [...found.values()]
}

/** The first of some paths that a package has, and the file behind it. */
function findIn(
  packages: readonly UnpackedPackage[],
  paths: readonly string[],
): { from: string; to: string } | undefined {
  for (const to of paths)
    for (const { folder } of packages) {
      const from = followLinks(folder, to)
      if (from !== undefined) return { from, to }
    }
  return undefined
}

/** Like `realpath`, with an absolute link leading to the package's own root. */
function followLinks(root: string, path: string): string | undefined {
  const at = join(root, path)
  if (!existsSync(dirname(at))) return undefined
  const stat = lstatSync(at, { throwIfNoEntry: false })
  if (stat === undefined) return undefined
  if (!stat.isSymbolicLink()) return at
  return followLinks(root, resolve(dirname(path), readlinkSync(at)))
}
