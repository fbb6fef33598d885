import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { troubleOf } from '../../install/await-ready.ts'
import { readRecord } from '../../install/install-record.ts'
import { openKube, orUndefined, type Kube } from '../../install/kube.ts'
import { checkNightly } from '../../life/check-nightly.ts'
import { doctorLinux } from '../../linux/doctor-linux.ts'
import type { Phase } from '../../install/kube-object.ts'
import { CHARTS } from '../../install/plan.ts'
import { fail, pass, tellChecks, warn, type Check } from '../../preflight/check.ts'
import { checkTrail } from '../../preflight/check-trail.ts'
import { requirePassed, runPreflight } from '../../preflight/run-preflight.ts'
import { probePhase, type ProbeOptions } from '../../preflight/probe/probe-phase.ts'
import { requireInRegistry } from '../../install/require-in-registry.ts'
import { imagesFor } from '../../install/site-images.ts'
import { readAnySite } from '../../site/read-site.ts'
import type { App } from '../app.ts'
import { trailOf } from '../state.ts'

/** `airgap doctor`: every check of prepare, and how what is installed fares. Changes nothing. */
export function doctorCommand(app: App): Command {
  return new Command('doctor')
    .description('run every check, and look at what is installed')
    .addOption(new Option('-f, --file <site.yaml>', 'the site file').default('site.yaml'))
    .addOption(new Option('--root <folder>', 'a folder instead of this host; only where platform is linux'))
    .addOption(
      new Option('--quick', 'without the 70 seconds of silence by which a proxy shows that it cuts idle connections'),
    )
    .action(async ({ file, root, quick = false }: { file: string; root?: string; quick?: boolean }) => {
      const bundle = await app.bundle()
      const site = readAnySite(resolve(app.host.cwd, file))
      if (site.platform === 'linux') return await doctorLinux(app, site, { root, isQuick: quick })
      const checks = new Map<string, Check>()
      for (const phase of ['backend', 'cluster'] as const) {
        const section = site[phase]
        if (section === undefined) continue
        const preflight = await runPreflight(phase, site, bundle, app.host)
        preflight.registry.close()
        // Where the cluster does not answer this user, a check says why, and nothing else can be asked.
        const canAsk = preflight.plan !== undefined
        const inside = canAsk ? await lookInside({ phase, site, bundle, host: app.host, isQuick: quick }) : []
        // Those of the machine and the registry are the same for both.
        for (const check of [...preflight.checks, ...inside])
          checks.set(
            /^(B|T|R(?!8))/.test(check.id) ? `${check.id} ${check.what}` : `${phase} ${check.id} ${check.what}`,
            check,
          )
        if (!canAsk) continue
        const nightly = phase === 'backend' ? await checkNightly(openKube(site), section.namespace) : undefined
        if (nightly !== undefined) checks.set(nightly.id, nightly)
        for (const check of await checkInstalled(openKube(site), phase, section.namespace, bundle.release.version))
          checks.set(`${phase} ${check.id}`, check)
      }
      const all = [...checks.values(), checkTrail(trailOf(app.host))]
      app.tell({ ok: all.every(({ result }) => result !== 'fail'), checks: all }, tellChecks(all))
      requirePassed(all)
    })
}

/** Pods that look need the images of this bundle, which may never have been pushed. */
async function lookInside(options: ProbeOptions): Promise<Check[]> {
  const { phase, site, bundle } = options
  try {
    await requireInRegistry(site, imagesFor(phase, bundle.release), '')
  } catch (error) {
    return [warn('R8', 'nodes pull', 'not tried', `${(error as Error).message}: ./airgap prepare ${phase} brings it`)]
  }
  return await probePhase(options)
}

async function checkInstalled(kube: Kube, phase: Phase, namespace: string, version: string): Promise<Check[]> {
  const what = `${phase} installed`
  const record = await readRecord(kube, namespace).catch(() => undefined)
  if (record === undefined) return [warn('I1', what, 'no', `install it with: ./airgap apply ${phase}`)]
  const name = CHARTS[phase]
  const brings = phase === 'backend' ? 'upgrade brings it' : 'prepare and apply bring it'
  const deployment = await orUndefined(kube.apps.readNamespacedDeployment({ name, namespace }))
  const { items } = await kube.core.listNamespacedPod({ namespace })
  const troubles = items.flatMap((pod) => troubleOf(pod))
  const ready = `${deployment?.status?.readyReplicas ?? 0} of ${deployment?.spec?.replicas ?? 0} ready`
  return [
    record.version === version
      ? pass('I1', what, record.version)
      : warn('I1', what, record.version, `this bundle is ${version}: ${brings}`),
    deployment?.status?.readyReplicas === deployment?.spec?.replicas && troubles.length === 0
      ? pass('I2', `${phase} runs`, ready)
      : fail(
          'I2',
          `${phase} runs`,
          ready,
          troubles.join('; ') || `./airgap apply ${phase} brings back what is missing`,
        ),
  ]
}
