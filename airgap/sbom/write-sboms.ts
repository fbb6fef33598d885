import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BundledImage } from '../bundle/bundle-images.ts'
import type { Source } from '../bundle/describe-source.ts'
import { PROGRAMS_FOLDER } from '../bundle/programs-folder.ts'
import { Components, ownComponent, type Component } from './component.ts'
import { cycloneDx } from './document.ts'
import { goComponents } from './go-components.ts'
import { imageComponents } from './image-components.ts'
import { programPackages } from './program-packages.ts'

/** Writes one document for each image and one for the programs beside them. Answers all components, each once. */
export async function writeSboms(
  bundle: string,
  images: readonly BundledImage[],
  source: Source,
): Promise<Component[]> {
  const { version, at } = source
  const folder = join(bundle, 'sbom')
  mkdirSync(folder, { recursive: true })
  const all = new Map<string, Component>()
  function write(name: string, subject: Component, components: readonly Component[]): void {
    writeFileSync(join(folder, `${name}.cdx.json`), cycloneDx(subject, at, components))
    for (const component of components) all.set(component['bom-ref'], component)
  }
  for (const { release, spec } of images) {
    const subject: Component = {
      type: 'container',
      'bom-ref': release.name,
      name: release.repository,
      version,
      hashes: [{ alg: 'SHA-256', content: release.digest.slice('sha256:'.length) }],
    }
    write(release.repository, subject, await imageComponents(release.role, spec, version))
  }
  write(
    'programs',
    { ...ownComponent('fairlead-airgap', version), type: 'file' },
    await programComponents(bundle, version),
  )
  return [...all.values()].toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1))
}

/** What lies beside the images: the installer, the command line, the provider for Terraform, and Helm. */
async function programComponents(bundle: string, version: string): Promise<Component[]> {
  const components = new Components()
  const names = ['fairlead-airgap', 'fairlead-cli', 'fairlead-terraform-provider']
  const own = names.map((name) => ownComponent(name, version))
  for (const [file, { isNpm, packages }] of await programPackages('bundle'))
    for (const each of isNpm ? packages : [...own, ...packages]) components.add(each, `${PROGRAMS_FOLDER}/${file}`)
  for (const each of goComponents(join(bundle, 'bin/helm'))) components.add(each, 'bin/helm')
  return components.list()
}
