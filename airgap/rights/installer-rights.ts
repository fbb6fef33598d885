import type { Plan } from '../install/plan.ts'
import type { Site } from '../site/site.ts'
import { mergeRights, type Right } from './right.ts'
import { handedOnRights, rightsOfPlan } from './rights-of-plan.ts'
import { standingRights } from './standing-rights.ts'

export interface InstallerRights {
  /** What every command of a phase asks for, from `prepare` to `uninstall --delete-data`, where the namespaces are there. */
  used: Right[]
  /** What it does not use itself, and needs so that it may give it to what it installs. */
  handedOn: Right[]
}

/** The rights of whoever installs a phase at a site, and no others. */
export function installerRights(
  plan: Pick<Plan, 'phase' | 'namespace' | 'objects' | 'rendered'>,
  site: Site,
): InstallerRights {
  return {
    used: mergeRights([...standingRights(plan.phase, site, plan.namespace), ...rightsOfPlan(plan)]),
    handedOn: mergeRights(handedOnRights(plan)),
  }
}
