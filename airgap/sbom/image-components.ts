import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { layerEntries, type LayerSource } from '../oci/layer-entries.ts'
import type { ImageSpec } from '../oci/image.ts'
import type { Architecture, ImageRole } from '../release/release.ts'
import { Components, ownComponent, type Component } from './component.ts'
import { debianComponent, debianPackageOf } from './debian-component.ts'
import { goComponents } from './go-components.ts'
import { npmComponent, npmSourceOf } from './npm-component.ts'
import { programPackages, type ProgramPart } from './program-packages.ts'
import { consolePackages } from './console-packages.ts'

/**
 * What an image consists of, found file by file: each file of each layer belongs to a Debian package, an npm package or a part of ours, or this throws. A bundled JavaScript
 * file belongs to our program and to every package that is in it.
 */
export async function imageComponents(role: ImageRole, spec: ImageSpec, version: string): Promise<Component[]> {
  const architecture = spec.platform.architecture as Architecture
  const components = new Components()
  const program = ownComponent(`fairlead-${role}`, version)
  const parts =
    role === 'control-plane' || role === 'agent' ? await programPackages(role) : new Map<string, ProgramPart>()
  const ofCli = role === 'control-plane' ? [...(await programPackages('cli')).values()] : []
  const ofConsole = role === 'control-plane' ? consolePackages() : []
  for (const source of spec.layers.flat())
    for (const location of filesOf(source))
      for (const owner of ownersOf(source, location)) components.add(owner, location)
  return components.list()

  function ownersOf(source: LayerSource, location: string): Component[] {
    if (!('from' in source)) {
      const { isNpm = false, packages = [] } = parts.get(location.replace('/app/dist/server/', '')) ?? {}
      return isNpm ? packages : [program, ...packages]
    }
    const from = realpathSync(source.from)
    const debian = debianPackageOf(architecture, from)
    if (debian) return [debianComponent(architecture, debian)]
    const npm = npmSourceOf(from)
    if (npm) return [npmComponent(npm)]
    // Which package is in which of hundreds of pieces is not known: the page that loads them stands for all.
    if (from === join(ROOT, 'packages/web/dist'))
      return [ownComponent('fairlead-console', version), ...(location.endsWith('/index.html') ? ofConsole : [])]
    if (dirname(from) === join(ROOT, 'dist/downloads'))
      return location.includes('/fairlead-cli-')
        ? [ownComponent('fairlead-cli', version), ...ofCli.flatMap(({ packages }) => packages)]
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
