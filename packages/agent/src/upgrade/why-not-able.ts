import type { DeploymentView } from './own-deployment.ts'

/** Labels and annotations by which tools mark what they keep as their files say. */
const KEEPERS: readonly [mark: string, name: string][] = [
  ['argocd.argoproj.io/tracking-id', 'Argo CD'],
  ['argocd.argoproj.io/instance', 'Argo CD'],
  ['kustomize.toolkit.fluxcd.io/name', 'Flux'],
  ['helm.toolkit.fluxcd.io/name', 'Flux'],
]

/** Why an agent cannot replace itself, with what to do in its place; undefined when it can. @param image What this pod runs as. */
export function whyNotAble(given: { isAllowed: boolean; view: DeploymentView; image: string }): string | undefined {
  const { isAllowed, view, image } = given
  if (!isAllowed) {
    return "the policy of this cluster's owner says selfUpgrade: false; they upgrade the agent with helm"
  }
  const { labels, annotations } = view.raw.metadata
  const keeper = KEEPERS.find(([mark]) => labels?.[mark] !== undefined || annotations?.[mark] !== undefined)
  if (keeper !== undefined) {
    return `its Deployment is kept by ${keeper[1]}, which would put the old image back: change image.digest there`
  }
  if (view.image !== image && view.note?.state !== 'running') {
    return `its Deployment asks for ${view.image} and this pod is ${image}: a rollout by somebody else is under way`
  }
  return undefined
}
