import { join } from 'node:path'
import { AirgapError } from '../cli/airgap-error.ts'
import { formatBytes } from '../cli/progress.ts'
import type { App } from '../cli/app.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Preflight } from '../preflight/run-preflight.ts'
import { pushImages, type PushReport } from '../registry/push-images.ts'
import { pushSignatures } from '../registry/push-signatures.ts'
import { RegistryError } from '../registry/registry-error.ts'
import { IMAGE_SIGNATURES } from '../signing/image-signatures.ts'
import type { ReleaseImage } from '../release/release.ts'
import type { Site } from '../site/site.ts'
import type { Phase } from './kube-object.ts'
import { imagesFor, registryPlace, toPush } from './site-images.ts'

export type PushedPhase = PushReport & { signatures: PushReport['images']; ms: number }

/** What became of the images, for people. */
export function tellPushed({ registry }: Site, { sentBytes, spareBytes }: PushedPhase): string {
  const place = registryPlace(registry)
  if (registry.serve !== undefined) return `images are served at ${place}: nothing has to be sent`
  return `images are in ${place}: ${formatBytes(sentBytes)} sent, ${formatBytes(spareBytes)} were there`
}

/** Sends the images of a phase and their signatures to the registry of the site, as far as they are not there. A site without a registry has them served, which its checks have seen. Throws with exit class `registry`. */
export async function pushPhase(
  app: App,
  phase: Phase,
  bundle: OpenBundle,
  site: Site,
  { registry, ways }: Preflight,
): Promise<PushedPhase> {
  const started = app.host.now()
  const images = imagesFor(phase, bundle.release)
  if (site.registry.serve !== undefined) return servedPhase(images, site)
  app.progress.start(
    'pushing',
    images.reduce((sum, { size }) => sum + size, 0),
  )
  try {
    let last = 0
    let current = ''
    const report = await pushImages({
      client: registry,
      layout: bundle.layout,
      images: toPush(images, site.registry),
      ways,
      absent: new Set(bundle.absent.map(({ digest }) => digest)),
      alsoThere: toPush(
        bundle.release.images.filter((image) => !images.includes(image)),
        site.registry,
      ),
      onProgress: ({ digest, sent, size, state }) => {
        if (digest !== current) [current, last] = [digest, 0]
        const now = state === 'sending' ? Math.min(sent, size) : size
        app.progress.advance(Math.max(0, now - last))
        last = Math.max(last, now)
      },
    })
    const signatures = await pushSignatures({
      client: registry,
      layout: join(bundle.folder, IMAGE_SIGNATURES),
      images: toPush(images, site.registry),
      ways,
    })
    return {
      ...report,
      sentBytes: report.sentBytes + signatures.sentBytes,
      spareBytes: report.spareBytes + signatures.spareBytes,
      signatures: signatures.images,
      ms: Math.round(app.host.now() - started),
    }
  } catch (error) {
    if (error instanceof RegistryError)
      throw new AirgapError('registry', error.message, {
        cause: error,
        hint: 'run the same command again: what is there is not sent again',
      })
    throw error
  } finally {
    app.progress.clear()
  }
}

function servedPhase(images: readonly ReleaseImage[], { registry }: Site): PushedPhase {
  return {
    images: toPush(images, registry).map((image) => ({ ...image, wasThere: true })),
    sentBytes: 0,
    spareBytes: images.reduce((sum, { size }) => sum + size, 0),
    chunkBytes: 0,
    signatures: [],
    ms: 0,
  }
}
