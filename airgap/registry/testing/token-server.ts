import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAuthority } from '../../../e2e/kubernetes/cluster/certificates.ts'
import type { Login } from '../read-login.ts'

export interface TokenServer {
  realm: string
  service: string
  issuer: string
  /** Of the authority that signs its tokens, for the registry. */
  certificates: string
  /** The scopes that were asked for, in order. */
  asked: string[]
  close(): void
}

/** Makes tokens for a registry as Harbor, Quay and GitLab do: for one login, for the scopes that are asked for, for a short time. */
export async function startTokenServer(login: Login, options: { mayPush?: boolean } = {}): Promise<TokenServer> {
  const authority = await createAuthority('token authority')
  const signer = await authority.issue({ commonName: 'token signer' })
  const asked: string[] = []
  const service = 'registry.test'
  const issuer = 'token.test'
  const wanted = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://token')
    if (request.headers.authorization !== wanted) return void response.writeHead(401).end('{}')
    const scopes = url.searchParams.getAll('scope')
    asked.push(...scopes)
    const access = scopes.map((scope) => {
      const [type = '', name = '', actions = ''] = scope.split(':')
      const granted = actions.split(',').filter((action) => action === 'pull' || (options.mayPush ?? true))
      return { type, name, actions: granted }
    })
    const now = Math.floor(Date.now() / 1000)
    const token = signToken(signer, {
      iss: issuer,
      sub: login.user,
      aud: url.searchParams.get('service'),
      exp: now + 60,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access,
    })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token, expires_in: 60 }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    realm: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    service,
    issuer,
    certificates: authority.certificate,
    asked,
    close: () => server.close(),
  }
}

function signToken({ certificate, key }: { certificate: string; key: string }, claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const x5c = [new X509Certificate(certificate).raw.toString('base64')]
  const text = `${encode({ typ: 'JWT', alg: 'ES256', x5c })}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(text), { key: createPrivateKey(key), dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}
