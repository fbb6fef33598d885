import { AuthenticationV1Api } from '@kubernetes/client-node'
import type { Kube } from '../../install/kube.ts'
import type { Plan } from '../../install/plan.ts'
import { installerRights } from '../../rights/installer-rights.ts'
import { missingRights } from '../../rights/missing-rights.ts'
import { ownNamespaces } from '../../rights/namespace-rights.ts'
import { mergeRights, nameRight, type Right } from '../../rights/right.ts'
import type { Site } from '../../site/site.ts'
import { fail, pass, type Check } from '../check.ts'

const WHAT = 'rights'

/** K2: every right that the installer uses or hands on, from the first command to the last. Nothing is asked for that might be refused. */
export async function checkRights(kube: Kube, plan: Plan, site: Site): Promise<Check> {
  const { used, handedOn } = installerRights(plan, site)
  const wanted = mergeRights([...used, ...handedOn])
  const missing = await missingRights(kube, wanted)
  const names = plan.namespaces.map(({ metadata }) => metadata.name)
  if (missing.some(({ resource, names: only }) => resource === 'namespaces' && only !== undefined))
    return await tell(kube, plan.phase, site, missing, names)
  const own = await ownNamespaces(kube, plan)
  const ofOwn = mergeRights(own.rights)
  const toOwn = await missingRights(kube, ofOwn)
  missing.push(...toOwn)
  if (missing.length > 0) return await tell(kube, plan.phase, site, missing, toOwn.length > 0 ? own.names : [])
  return pass('K2', WHAT, `all ${count(wanted) + count(ofOwn)}`)
}

async function tell(
  kube: Kube,
  phase: Plan['phase'],
  site: Site,
  missing: readonly Right[],
  /** Those that the site had better make, or take over. */
  namespaces: readonly string[],
): Promise<Check> {
  const user = await whoAmI(kube)
  const command = `./airgap rights ${phase} -f ${site.path ?? 'site.yaml'}`
  const ways = [
    ...(namespaces.length === 0
      ? []
      : [`${command} --namespaces | kubectl apply -f - makes ${namespaces.join(', ')} the site's own`]),
    `${command} --user ${user ?? 'USER'} | kubectl apply -f - gives what is missing`,
  ]
  return fail(
    'K2',
    WHAT,
    `${count(missing)} missing`,
    `${user ?? `the user of ${kube.context}`} may not: ${missing.map(nameRight).join('; ')}. An admin of the cluster gives that: ${ways.join(', and then ')}`,
  )
}

/** As the API server knows whoever asks; undefined where it does not tell. */
async function whoAmI({ config }: Kube): Promise<string | undefined> {
  try {
    const { status } = await config.makeApiClient(AuthenticationV1Api).createSelfSubjectReview({ body: {} })
    return status?.userInfo?.username
  } catch {
    return undefined
  }
}

function count(rights: readonly Right[]): number {
  return rights.reduce((sum, { names, verbs }) => sum + verbs.length * (names?.length ?? 1), 0)
}
