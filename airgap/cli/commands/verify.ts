import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { absentLayers, describeLayers, howToBring, missingLayers, requireLayers } from '../../install/missing-layers.ts'
import { imagesFor, openRegistry, registryPlace } from '../../install/site-images.ts'
import { verifyLayout } from '../../oci/verify-layout.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import { readAnySite } from '../../site/read-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { checkAudit } from '../audit-trail.ts'
import { acceptBundle, baseOf, type OpenBundle } from '../open-bundle.ts'
import { formatBytes } from '../progress.ts'
import { trailOf } from '../state.ts'

/** `airgap verify`: every signature, every hash, and every layer against its image. */
export function verifyCommand(app: App): Command {
  return new Command('verify')
    .description('check every byte of this bundle, and that it is newer than what this site has seen')
    .addOption(
      new Option(
        '--accept',
        'remember its keys and its number: other keys and older releases are refused from then on',
      ),
    )
    .addOption(
      new Option('-f, --file <site.yaml>', 'ask the registry of this site for the layers that a delta leaves out'),
    )
    .addOption(new Option('--trail', 'check the trail of what this installer has done here, line by line'))
    .action(async ({ accept, file, trail: asksForTrail }: { accept?: boolean; file?: string; trail?: boolean }) => {
      const bundle = await app.bundle()
      const { release, fingerprint, trustedBy, history, files, bytes } = bundle
      const absent = new Set(bundle.absent.map(({ digest }) => digest))
      const { problems, images } = await verifyLayout(bundle.layout, absent)
      const astray = release.images.filter(
        ({ name, digest }) => !images.some((each) => each.name === name && each.digest === digest),
      )
      const details = [...problems, ...astray.map(({ name }) => `${name} is not the image that release.json names`)]
      if (details.length > 0) throw new AirgapError('trust', 'the images are not whole', { details })
      const elsewhere = absent.size === 0 ? undefined : await findElsewhere(app, bundle, file)
      if (accept === true && app.globals.dryRun !== true) {
        acceptBundle(app.host, bundle)
        app.audit('verify', { version: release.version, counter: release.counter, fingerprint })
      }
      const trail = asksForTrail === true ? requireTrail(trailOf(app.host)) : undefined
      const { version, counter, architecture, purpose } = release
      app.tell(
        {
          ok: true,
          version,
          counter,
          architecture,
          purpose,
          files,
          bytes,
          fingerprint,
          root: history?.root,
          trustedBy,
          trail,
          ...(elsewhere === undefined ? {} : { layers: elsewhere.layers, registry: elsewhere.registry }),
        },
        [
          `good: Fairlead ${version} (release ${counter}, ${architecture}), ${files} files, ${formatBytes(bytes)}`,
          ...(elsewhere?.lines ?? []),
          `signed by ${fingerprint}`,
          ...(history === undefined
            ? []
            : [`for which the root ${history.root} vouches in its list ${history.serial}`]),
          trustedBy === 'this bundle alone'
            ? 'This site has not seen these keys before: compare that fingerprint with what your vendor has told you by another way.'
            : `known from: ${trustedBy}`,
          ...(trail === undefined ? [] : [`the trail has ${trail.lines} lines, the last one ${trail.head}`]),
        ].join('\n'),
      )
    })
}

/** Where the layers are that a delta leaves out. Throws with exit class `registry` where a site is named whose registry does not have them all. */
async function findElsewhere(app: App, bundle: OpenBundle, file: string | undefined) {
  const { release, folder } = bundle
  const bytes = formatBytes(bundle.absent.reduce((sum, { size }) => sum + size, 0))
  const left = `${bundle.absent.length} layers, ${bytes}, are those of release ${release.base?.counter} and not on this machine`
  if (file === undefined)
    return {
      layers: absentLayers(bundle, release.images),
      registry: undefined,
      lines: [`${left}; next: ./airgap verify -f site.yaml, which asks the registry for them`],
    }
  const site = readAnySite(resolve(app.host.cwd, file))
  const from = baseOf(app.host, folder, release)
  if (site.platform === 'linux') {
    requireLayers(bundle, from, 'a host has no registry to take them from')
    return undefined
  }
  const layers = absentLayers(bundle, imagesFor(site.backend === undefined ? 'cluster' : 'backend', release))
  const client = openRegistry(site.registry, 'pull')
  try {
    const missing = await missingLayers(client, site.registry, layers, 'pull')
    const registry = registryPlace(site.registry)
    if (missing.length > 0)
      throw new AirgapError(
        'registry',
        `${registry} lacks ${missing.length} of the ${layers.length} layers that this delta leaves out`,
        {
          details: describeLayers(missing),
          hint: howToBring(release, from),
        },
      )
    return { layers, registry, lines: [left, `${registry} has all of them that this site needs`] }
  } catch (error) {
    if (error instanceof RegistryError) throw new AirgapError('registry', error.message, { cause: error })
    throw error
  } finally {
    client.close()
  }
}

/** Throws with exit class `trust` for one that somebody has changed. */
function requireTrail(file: string): { file: string; lines: number; head: string } {
  const { lines, head, problem } = checkAudit(file)
  if (problem === undefined) return { file, lines, head }
  throw new AirgapError('trust', `${file}: ${problem}`, {
    hint: 'compare it with your copy: somebody has changed it, or a full disk or a killed run has cut a line off',
  })
}
