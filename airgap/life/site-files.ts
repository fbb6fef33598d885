import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, relative } from 'node:path'
import type { Release } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import type { Site } from '../site/site.ts'

/** Where the names of a backup stand for the places of the files. */
export const PLACES_FILE = 'places.json'

/**
 * What a site needs to come back, besides its database: the site file and the files that it names, by names that a Secret and a credential of systemd take. The key to backups, the kubeconfig, the join token and a login that may
 * push, where there is another one to pull with, are left out: none of them is needed where the rest lies, and each would open more than that.
 */
export function siteFiles(site: Site | LinuxSite, release: Release): Record<string, Buffer> {
  const { backend, ca, path } = site
  const registry = 'registry' in site ? site.registry : undefined
  const named = [
    registry?.caFile,
    registry?.pullAuthFile ?? registry?.authFile,
    ...ca,
    backend?.tls?.certFile,
    backend?.tls?.keyFile,
    backend?.database.external?.urlFile,
    backend?.licence?.file,
    backend?.licence?.keysFile,
  ].filter((file) => file !== undefined)
  const files: Record<string, Buffer> = {}
  const places: Record<string, string> = {}
  const add = (file: string, place: string) => {
    const name = place.replaceAll(/[^-._a-zA-Z0-9]/g, '--')
    files[name] = readFileSync(file)
    places[name] = place
  }
  if (path !== undefined) add(path, 'site.yaml')
  const folder = dirname(path ?? '.')
  for (const file of new Set(named)) {
    const place = relative(folder, file)
    if (existsSync(file)) add(file, place.startsWith('..') || isAbsolute(place) ? basename(file) : place)
  }
  const { version, counter, createdFrom, architecture } = release
  files['release.json'] = toJson({ version, counter, createdFrom, architecture })
  files[PLACES_FILE] = toJson(places)
  return files
}

function toJson(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}
