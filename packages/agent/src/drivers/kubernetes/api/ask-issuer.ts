import type { TokenIssuer } from '../../../job-api/token-verifier.ts'
import type { KubeApi } from './kube-api.ts'

/** By whom and with which keys the cluster signs the tokens of its pods. */
export async function askIssuer(api: KubeApi): Promise<TokenIssuer> {
  const { issuer } = await api.send<{ issuer: string }>({ method: 'GET', path: '/.well-known/openid-configuration' })
  // The keys come as application/jwk-set+json.
  const keys = await api.send<string | TokenIssuer['keys']>({ method: 'GET', path: '/openid/v1/jwks' })
  return { issuer, keys: typeof keys === 'string' ? (JSON.parse(keys) as TokenIssuer['keys']) : keys }
}
