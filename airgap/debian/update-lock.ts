import { writeFileSync } from 'node:fs'
import { ARCHITECTURES } from '../release/release.ts'
import { apt } from './apt.ts'
import { debianLock, LOCK_FILE } from './lock.ts'
import { ALL_PACKAGES } from './package-names.ts'

/** `pnpm airgap:lock`: pins the newest Debian packages of the release. Look at the difference, build, and run the tests before it is committed. */
const LINE = /^'(?<url>[^']+)' (?<name>[^_]+)_(?<version>[^_]+)_\w+\.deb (?<size>\d+) SHA256:(?<sha256>[0-9a-f]{64})$/gm

const packages = Object.fromEntries(
  ARCHITECTURES.map((architecture) => {
    apt(architecture, ['update'])
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
writeFileSync(LOCK_FILE, `${JSON.stringify(debianLock.parse({ release: 'bookworm', packages }), undefined, 2)}\n`)
