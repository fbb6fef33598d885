import { rawGet, type Kube } from '../../install/kube.ts'
import type { Site } from '../../site/site.ts'
import { pass, warn, type Check } from '../check.ts'

/** K3: Kubernetes or OpenShift. */
export async function checkPlatform(kube: Kube, site: Site): Promise<{ check: Check; isOpenShift: boolean }> {
  const { text } = await rawGet(kube, '/apis')
  const groups = (JSON.parse(text) as { groups?: { name: string }[] }).groups?.map(({ name }) => name) ?? []
  const found = groups.includes('security.openshift.io') ? 'openshift' : 'kubernetes'
  const isOpenShift = site.platform === 'auto' ? found === 'openshift' : site.platform === 'openshift'
  const engines = groups.filter((name) => /kyverno\.io$|gatekeeper\.sh$/.test(name))
  const seen = engines.length === 0 ? found : `${found}, with ${engines.join(', ')}`
  if (site.platform !== 'auto' && site.platform !== found)
    return {
      isOpenShift,
      check: warn(
        'K3',
        'platform',
        seen,
        `the site file says ${site.platform}: set platform to auto unless that is meant`,
      ),
    }
  return { isOpenShift, check: pass('K3', 'platform', seen) }
}
