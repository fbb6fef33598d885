import { rawGet, type Kube } from '../../install/kube.ts'
import { fail, pass, warn, type Check } from '../check.ts'

const OLDEST = 30

const NEWEST_TRIED = 36

/** K1: the API server and its version. Everything else about a cluster is moot without it. */
export async function checkVersion(kube: Kube): Promise<Check> {
  const what = 'Kubernetes'
  try {
    const { status, text } = await rawGet(kube, '/version')
    if (status !== 200)
      return fail(
        'K1',
        what,
        String(status),
        `${kube.server} does not let this kubeconfig in: check its user in ${kube.context}`,
      )
    const { gitVersion, minor } = JSON.parse(text) as { gitVersion: string; minor: string }
    const number = Number.parseInt(minor)
    if (number < OLDEST) return fail('K1', what, gitVersion, `upgrade the cluster to 1.${OLDEST} or newer`)
    if (number > NEWEST_TRIED)
      return warn(
        'K1',
        what,
        gitVersion,
        `this release was tried up to 1.${NEWEST_TRIED}: a newer release of Fairlead may know it`,
      )
    return pass('K1', what, gitVersion)
  } catch (error) {
    return fail(
      'K1',
      what,
      'no answer',
      `${kube.server}: ${(error as Error).message}; check kubernetes.kubeconfig and that this machine reaches the API server`,
    )
  }
}
