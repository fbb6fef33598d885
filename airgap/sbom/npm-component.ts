import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { ROOT } from '../../tools/processes/child.ts'
import type { Component } from './component.ts'

export interface NpmSource {
  name: string
  version: string
  folder: string
  license: string | undefined
}

/** The package that a file belongs to: the nearest package.json with a name and a version. Answers undefined for a file of our own. */
export function npmSourceOf(file: string): NpmSource | undefined {
  if (!/[/\\](?:node_modules|fairlead[/\\]npm)[/\\]/.test(file)) return undefined
  for (let folder = file; folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (!existsSync(manifest)) continue
    const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8')) as Partial<Record<string, string>>
    // Packages mark folders as modules by a package.json of their own.
    if (name !== undefined && version !== undefined) return { name, version, folder, license }
  }
  throw new Error(`no package is around ${file}`)
}

let integrities: Map<string, string> | undefined

/** An npm package, with the hash that a lock file pins. Throws for one that none pins. */
export function npmComponent({ name, version, license }: Omit<NpmSource, 'folder'>): Component {
  const key = `${name}@${version}`
  const integrity = (integrities ??= readIntegrities()).get(key)
  if (integrity === undefined) throw new Error(`no lock file pins ${key}`)
  const purl = `pkg:npm/${name.startsWith('@') ? `%40${name.slice(1)}` : name}@${version}`
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') }],
    ...(license === undefined ? {} : { licenses: [licenseOf(license)] as Component['licenses'] }),
  } as Component
}

/** `MIT` is an identifier, `MIT OR Apache-2.0` an expression, anything else a name. */
function licenseOf(license: string): object {
  if (/^[\w.+-]+$/.test(license)) return { license: { id: license } }
  return / (?:OR|AND|WITH) /.test(license)
    ? { expression: license.replace(/^\((.*)\)$/, '$1') }
    : { license: { name: license } }
}

function readIntegrities(): Map<string, string> {
  const { packages } = parse(readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8')) as {
    packages: Record<string, { resolution: { integrity?: string } }>
  }
  const ours = JSON.parse(readFileSync(join(ROOT, 'airgap/npm/lock.json'), 'utf8')) as Record<
    string,
    { version: string; integrity: string }
  >
  return new Map([
    ...Object.entries(packages).map(([key, { resolution }]) => [key, resolution.integrity ?? ''] as const),
    ...Object.entries(ours).map(([name, { version, integrity }]) => [`${name}@${version}`, integrity] as const),
  ])
}
