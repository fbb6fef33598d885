import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { image } from '@fairlead/airgap/oci/image'
import { writeImages } from '@fairlead/airgap/oci/write-images'
import { digestAt } from '@fairlead/airgap/registry/push-manifest'
import { pushImages } from '@fairlead/airgap/registry/push-images'
import { RegistryClient } from '@fairlead/airgap/registry/registry-client'
import { PUSHER } from '@fairlead/airgap/registry/testing/debian-registry'
import type { OfflineSite } from './offline-site.ts'

/** Puts small images into a repository of the site's registry, as releases of these versions would lie there. */
export async function pushOlder(site: OfflineSite, repository: string, versions: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-older-'))
  const client = open(site)
  try {
    const specs = versions.map((version) =>
      image({ name: `fairlead.test/older:${version}`, layers: [[{ text: version, to: '/version' }]] }),
    )
    const written = await writeImages(folder, specs)
    const images = written.map(({ digest }, at) => ({ digest, repository, tag: versions[at]! }))
    await pushImages({ client, layout: folder, images })
  } finally {
    client.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Which of these tags a repository has. */
export async function tagsThere(site: OfflineSite, repository: string, tags: readonly string[]): Promise<string[]> {
  const client = open(site)
  try {
    const found: string[] = []
    for (const tag of tags) if ((await digestAt(client, repository, tag)) !== undefined) found.push(tag)
    return found
  } finally {
    client.close()
  }
}

function open({ registry, home }: OfflineSite): RegistryClient {
  return new RegistryClient({ url: registry.url, ca: readFileSync(join(home, 'ca.crt'), 'utf8'), login: PUSHER })
}
