import { ARCHITECTURES } from '../release/release.ts'
import { apt, refresh } from './apt.ts'
import { debianLock, type DebianLock } from './lock.ts'
import { ALL_PACKAGES } from './package-names.ts'

const LINE = /^'(?<url>[^']+)' (?<name>[^_]+)_(?<version>[^_]+)_\w+\.deb (?<size>\d+) SHA256:(?<sha256>[0-9a-f]{64})$/gm

/** Pins the packages that Debian has at this moment, as its signed lists name them. Throws where one is missing. */
export function newestLock(now = new Date()): DebianLock {
  const packages = Object.fromEntries(
    ARCHITECTURES.map((architecture) => {
      refresh(architecture)
      const found = [...apt(architecture, ['--print-uris', 'download', ...ALL_PACKAGES]).matchAll(LINE)].map(
        ({ groups }) => ({
          name: groups!['name']!,
          version: decodeURIComponent(groups!['version']!),
          url: groups!['url']!,
          size: Number(groups!['size']),
          sha256: groups!['sha256']!,
        }),
      )
      const missing = ALL_PACKAGES.filter((name) => !found.some((each) => each.name === name))
      if (missing.length > 0) throw new Error(`Debian has no ${missing.join(', ')} for ${architecture}`)
      return [architecture, found.toSorted((a, b) => (a.name < b.name ? -1 : 1))]
    }),
  )
  return debianLock.parse({ release: 'bookworm', at: stampOf(now), packages })
}

/** As snapshot.debian.org writes a moment. */
function stampOf(now: Date): string {
  return now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
}
