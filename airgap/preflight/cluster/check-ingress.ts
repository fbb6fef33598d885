import { rawGet, type Kube } from '../../install/kube.ts'
import type { Site } from '../../site/site.ts'
import { fail, pass, type Check } from '../check.ts'

/** K6: what leads in from outside. */
export async function checkIngress(kube: Kube, site: Site, isOpenShift: boolean): Promise<Check[]> {
  const { expose } = site.backend ?? {}
  if (expose?.route && !isOpenShift)
    return [fail('K6', 'way in', 'no routes', 'only OpenShift has routes: set backend.expose to ingress or nodePort')]
  if (expose?.ingress === undefined) return []
  const wanted = expose.ingress.className
  const { text } = await rawGet(kube, '/apis/networking.k8s.io/v1/ingressclasses')
  const { items } = JSON.parse(text) as {
    items: { metadata: { name: string; annotations?: Record<string, string> } }[]
  }
  const names = items.map(({ metadata }) => metadata.name).join(', ') || 'none'
  const found = items.find(({ metadata }) =>
    wanted === undefined
      ? metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true'
      : metadata.name === wanted,
  )
  if (found === undefined)
    return [
      fail(
        'K6',
        'way in',
        `classes: ${names}`,
        'name the class of your ingress controller in backend.expose.ingress.className',
      ),
    ]
  return [pass('K6', 'way in', `ingress class ${found.metadata.name}`)]
}
