import type { Kube } from '../../install/kube.ts'
import { fail, pass, type Check } from '../check.ts'

/** K11: helm honours these variables, and the API server is never behind a proxy. */
export function checkProxy(kube: Kube, env: Readonly<Record<string, string | undefined>>): Check {
  const what = 'proxy variables'
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy']
  if (!proxy) return pass('K11', what, 'none')
  const { hostname } = new URL(kube.server)
  const except = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(',').map((each) => each.trim().replace(/^\*?\./, ''))
  const isExcepted = except.some(
    (each) => each === '*' || hostname === each || (each !== '' && hostname.endsWith(`.${each}`)),
  )
  if (isExcepted) return pass('K11', what, `${hostname} goes by no proxy`)
  return fail('K11', what, `HTTPS_PROXY=${proxy}`, `add ${hostname} to NO_PROXY, or unset HTTPS_PROXY`)
}
