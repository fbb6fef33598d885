import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { ensurePackages } from '../debian/ensure-packages.ts'
import { ALL_PACKAGES } from '../debian/package-names.ts'
import { ensureNpmPackage } from '../npm/ensure-npm-package.ts'
import type { Architecture } from '../release/release.ts'
import type { Component } from '../sbom/component.ts'
import { goLicences } from './go-licences.ts'
import { npmFolders } from './npm-folders.ts'

const LICENCE = /^(?:licen[cs]e|copying|notice|unlicense)/i

/** Writes the licence of every component of a bundle. Throws for an npm or Go package that brings none and names none. */
export async function writeLicences(
  bundle: string,
  architecture: Architecture,
  components: readonly Component[],
): Promise<void> {
  const folder = join(bundle, 'licences')
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'fairlead.txt'))
  await writeDebian(join(folder, 'debian'), architecture, components)
  const npm = npmFolders()
  for (const component of components) {
    const { purl = '', name, version } = component
    if (purl.startsWith('pkg:npm/'))
      write(join(folder, 'npm', `${name}-${version}.txt`), npmLicence(component, npm.get(`${name}@${version}`)))
    if (purl.startsWith('pkg:golang/') && name !== 'stdlib' && version !== '(devel)')
      write(join(folder, 'go', `${name}-${version}.txt`), goLicences(name, version))
  }
}

async function writeDebian(
  folder: string,
  architecture: Architecture,
  components: readonly Component[],
): Promise<void> {
  const packages = await ensurePackages(architecture, ALL_PACKAGES)
  const used = packages.filter(({ name }) =>
    components.some(({ purl, name: other }) => purl?.startsWith('pkg:deb/') && name === other),
  )
  for (const { name, folder: files } of used) {
    const own = join(files, 'usr/share/doc', name, 'copyright')
    // Libraries of GCC refer to the package of the compiler itself.
    const compiler = join(
      packages.find((each) => each.name === 'gcc-12-base')!.folder,
      'usr/share/doc/gcc-12-base/copyright',
    )
    write(join(folder, `${name}.txt`), readFileSync(existsSync(own) ? own : compiler, 'utf8'))
  }
  const common = join(packages.find(({ name }) => name === 'base-files')!.folder, 'usr/share/common-licenses')
  for (const entry of readdirSync(common, { withFileTypes: true }))
    if (entry.isFile())
      write(join(folder, 'common-licenses', entry.name), readFileSync(join(common, entry.name), 'utf8'))
}

function npmLicence({ name, version, licenses }: Component, known: string | undefined): string {
  const folder = known ?? ensureNpmPackage(name).folder
  const texts = readdirSync(folder)
    .filter((file) => LICENCE.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
  if (texts.length > 0) return texts.join('\n')
  if (licenses === undefined) throw new Error(`${name}@${version} brings no licence and names none`)
  return `${name} ${version} brings no text of its licence. Its package.json says: ${JSON.stringify(licenses)}\n`
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
