import { OWNER_LABEL, type KubeObject } from '../install/kube-object.ts'
import type { Plan } from '../install/plan.ts'

const LEVEL = 'pod-security.kubernetes.io/enforce'

/** The namespaces of a plan as the site has them, also where the installer has made them before: it neither changes nor removes what belongs to others. */
export function siteNamespaces({ namespaces }: Pick<Plan, 'namespaces'>): KubeObject[] {
  return namespaces.map(({ apiVersion, kind, metadata: { name, labels } }) => {
    const ofSite = { 'app.kubernetes.io/managed-by': 'site', [OWNER_LABEL]: 'site' }
    return { apiVersion, kind, metadata: { name, labels: { ...ofSite, [LEVEL]: labels?.[LEVEL] ?? 'restricted' } } }
  })
}
