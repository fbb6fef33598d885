import { startJobApi } from '../../job-api/job-api.ts'
import type { Listening } from '../../lib/listen.ts'
import { TokenVerifier } from '../../job-api/token-verifier.ts'
import type { Logger } from '../../lib/logger.ts'
import { askIssuer } from './api/ask-issuer.ts'
import type { KubeApi } from './api/kube-api.ts'
import { TOKEN_AUDIENCE } from './kubernetes-settings.ts'
import type { ToldDesk } from './told-desk.ts'

/** Opens the door at which runs tell of themselves, to pods that the cluster vouches for. */
export function startToldApi(options: {
  api: KubeApi
  desk: ToldDesk
  host: string
  port: number
  log: Logger
}): Promise<Listening> {
  const { api, desk, ...rest } = options
  const tokens = new TokenVerifier({ ask: () => askIssuer(api), audience: TOKEN_AUDIENCE })
  return startJobApi({
    ...rest,
    verify: (token) => tokens.verify(token),
    tell: (pod, told) => desk.tell(pod, told),
  })
}
