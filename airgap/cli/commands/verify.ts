import { Command, Option } from 'commander'
import { verifyLayout } from '../../oci/verify-layout.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import { checkAudit } from '../audit-trail.ts'
import { acceptBundle } from '../open-bundle.ts'
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
    .addOption(new Option('--trail', 'check the trail of what this installer has done here, line by line'))
    .action(async ({ accept, trail: asksForTrail }: { accept?: boolean; trail?: boolean }) => {
      const bundle = await app.bundle()
      const { release, fingerprint, trustedBy, history, files, bytes } = bundle
      const { problems, images } = await verifyLayout(bundle.layout)
      const astray = release.images.filter(
        ({ name, digest }) => !images.some((each) => each.name === name && each.digest === digest),
      )
      const details = [...problems, ...astray.map(({ name }) => `${name} is not the image that release.json names`)]
      if (details.length > 0) throw new AirgapError('trust', 'the images are not whole', { details })
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
        },
        [
          `good: Fairlead ${version} (release ${counter}, ${architecture}), ${files} files, ${formatBytes(bytes)}`,
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

/** Throws with exit class `trust` for one that somebody has changed. */
function requireTrail(file: string): { file: string; lines: number; head: string } {
  const { lines, head, problem } = checkAudit(file)
  if (problem === undefined) return { file, lines, head }
  throw new AirgapError('trust', `${file}: ${problem}`, {
    hint: 'compare it with your copy: somebody has changed it, or a full disk or a killed run has cut a line off',
  })
}
