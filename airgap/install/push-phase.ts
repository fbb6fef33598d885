import { join } from 'node:path'
import { AirgapError } from '../cli/airgap-error.ts'
import type { App } from '../cli/app.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Preflight } from '../preflight/run-preflight.ts'
import { pushImages, type PushReport } from '../registry/push-images.ts'
import { pushSignatures } from '../registry/push-signatures.ts'
import { RegistryError } from '../registry/registry-error.ts'
import { IMAGE_SIGNATURES } from '../signing/image-signatures.ts'
import type { Site } from '../site/site.ts'
import type { Phase } from './kube-object.ts'
import { imagesFor, toPush } from './site-images.ts'

/** Sends the images of a phase and their signatures to the registry of the site, as far as they are not there. Throws with exit class `registry`. */
export async function pushPhase(
  app: App,
  phase: Phase,
  bundle: OpenBundle,
  site: Site,
  { registry, ways }: Preflight,
): Promise<PushReport & { signatures: PushReport['images']; ms: number }> {
  const started = app.host.now()
  const images = imagesFor(phase, bundle.release)
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
