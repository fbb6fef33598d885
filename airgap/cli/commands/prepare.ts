import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { registryPlace, imagesFor, toPush } from '../../install/site-images.ts'
import type { Phase } from '../../install/kube-object.ts'
import { planFiles, type Plan } from '../../install/plan.ts'
import { tellChecks } from '../../preflight/check.ts'
import { requirePassed, runPreflight, type Preflight } from '../../preflight/run-preflight.ts'
import { pushImages, type PushReport } from '../../registry/push-images.ts'
import { prepareLinux } from '../../linux/linux-commands.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import { readAnySite } from '../../site/read-site.ts'
import type { Site } from '../../site/site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'
import type { OpenBundle } from '../open-bundle.ts'
import { formatBytes } from '../progress.ts'

/** `airgap prepare backend|cluster`: all that can be done and known before the cluster changes. */
export function prepareCommand(app: App): Command {
  return new Command('prepare')
    .description('check everything, push the images, and write what would be installed; the cluster stays as it is')
    .addArgument(new Argument('<phase>', 'backend or cluster').choices(['backend', 'cluster']))
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--out <folder>', 'where to write what would be installed').default('out'))
    .addOption(new Option('--root <folder>', 'a folder instead of this host; only where platform is linux'))
    .action(async (phase: Phase, { file, out, root }: { file: string; out: string; root?: string }) => {
      const bundle = await app.bundle()
      const site = readAnySite(resolve(app.host.cwd, file))
      if (site.platform === 'linux')
        return await prepareLinux(app, phase, site, { out, file, ...(root === undefined ? {} : { root }) })
      const preflight = await runPreflight(phase, site, bundle, app.host)
      const { checks, plan } = preflight
      try {
        if (app.globals.json !== true) app.host.stderr.write(`${tellChecks(checks)}\n`)
        requirePassed(checks)
        const pushed = app.globals.dryRun === true ? undefined : await pushPhase(app, phase, bundle, site, preflight)
        const folder = join(resolve(app.host.cwd, out), phase)
        const files = plan === undefined || app.globals.dryRun === true ? [] : writePlan(plan, folder)
        app.audit(`prepare ${phase}`, { version: bundle.release.version, sentBytes: pushed?.sentBytes })
        app.tell(
          { ok: true, phase, checks, pushed, files },
          [
            pushed === undefined
              ? 'dry run: nothing was pushed and nothing written'
              : `images are in ${registryPlace(site.registry)}: ${formatBytes(pushed.sentBytes)} sent, ${formatBytes(pushed.spareBytes)} were there`,
            ...files.map((path) => `wrote ${path}`),
            `next: ./airgap apply ${phase} -f ${file}`,
          ].join('\n'),
        )
      } finally {
        preflight.registry.close()
      }
    })
}

/** Sends the images of a phase to the registry of the site, as far as they are not there. Throws with exit class `registry`. */
export async function pushPhase(
  app: App,
  phase: Phase,
  bundle: OpenBundle,
  site: Site,
  { registry, ways }: Preflight,
): Promise<PushReport & { ms: number }> {
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
    return { ...report, ms: Math.round(app.host.now() - started) }
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

function writePlan(plan: Plan, folder: string): string[] {
  mkdirSync(folder, { recursive: true })
  return Object.entries(planFiles(plan)).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
