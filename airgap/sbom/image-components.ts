import { realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { layerEntries, type LayerSource } from '../oci/layer-entries.ts'
import type { ImageSpec } from '../oci/image.ts'
import type { Architecture, ImageRole } from '../release/release.ts'
import { Components, ownComponent, type Component } from './component.ts'
import { debianComponent, debianPackageOf } from './debian-component.ts'
import { goComponents } from './go-components.ts'
import { npmComponent, npmSourceOf } from './npm-component.ts'
import { CLI, programPackages } from './program-packages.ts'
import { consolePackages } from './console-packages.ts'

/**
 * What an image consists of, found file by file: each file of each layer belongs to a Debian package, an npm package or a part of ours, or this throws. A bundled JavaScript
 * file belongs to our program and to every package that is in it.
 */
export async function imageComponents(role: ImageRole, spec: ImageSpec, version: string): Promise<Component[]> {
  const architecture = spec.platform.architecture as Architecture
  const components = new Components()
  const program = ownComponent(`fairlead-${role}`, version)
  const packages =
    role === 'control-plane' || role === 'agent' ? await programPackages(role) : new Map<string, Component[]>()
  for (const source of spec.layers.flat())
    for (const location of filesOf(source))
      for (const owner of ownersOf(source, location)) components.add(owner, location)
  return components.list()

  function ownersOf(source: LayerSource, location: string): Component[] {
    if (!('from' in source)) return [program, ...(packages.get(location) ?? [])]
    const from = realpathSync(source.from)
    const debian = debianPackageOf(architecture, from)
    if (debian) return [debianComponent(architecture, debian)]
    const npm = npmSourceOf(from)
    if (npm) return [npmComponent(npm)]
    if (from === join(ROOT, 'packages/web/dist'))
      return [ownComponent('fairlead-console', version), ...consolePackages()]
    if (from === join(ROOT, 'dist/downloads'))
      return location.includes('/fairlead-cli-')
        ? [ownComponent('fairlead-cli', version), ...packages.get(CLI)!]
        : [ownComponent('fairlead-downloads', version)]
    if (from.startsWith(`${ROOT}/packages/`)) return [program]
    if (basename(from).startsWith('init-')) return [program, ...goComponents(from)]
    throw new Error(`${location} of ${spec.name} comes from ${from}, which belongs to no component`)
  }
}

function filesOf(source: LayerSource): string[] {
  return layerEntries([source])
    .filter(({ type }) => type !== 'directory')
    .map(({ path }) => `/${path}`)
}
