import { DEBIAN_CACHE } from '../debian/apt.ts'
import { lockedPackages, type DebianPackage } from '../debian/lock.ts'
import { ALL_PACKAGES } from '../debian/package-names.ts'
import type { Architecture } from '../release/release.ts'
import type { Component } from './component.ts'

/** The package that a file of the cache was unpacked from. */
export function debianPackageOf(architecture: Architecture, file: string): DebianPackage | undefined {
  if (!file.startsWith(`${DEBIAN_CACHE}/`)) return undefined
  const sha256 = file.slice(DEBIAN_CACHE.length + 1).split('/')[0]
  return lockedPackages(architecture, ALL_PACKAGES).find((each) => each.sha256 === sha256)
}

/** A Debian package, with the hash of its `.deb`. */
export function debianComponent(architecture: Architecture, { name, version, sha256 }: DebianPackage): Component {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=bookworm`
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    licenses: [{ license: { name: `licences/debian/${name}.txt` } }],
  }
}
