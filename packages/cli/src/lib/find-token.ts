import { NotFoundError, type Token } from '@fairlead/sdk'
import type { App } from '../session/app.ts'
import { UsageError } from './usage-error.ts'

/** The one good token of the caller with that id, name or beginning. */
export async function findToken(app: App, ref: string): Promise<Token> {
  const found = (await app.client.tokens.list()).filter((token) => isMeant(token, ref))
  const [token] = found
  if (!token) {
    throw new NotFoundError(`there is no good token "${ref.slice(0, 10)}" of yours`, {
      code: 'NOT_FOUND',
      hint: 'list them with: fairlead token ls',
    })
  }
  if (found.length > 1) {
    throw new UsageError(`${found.length} tokens are called "${ref}"`, {
      hint: 'name one by how it begins: fairlead token ls',
    })
  }
  return token
}

function isMeant(token: Token, ref: string): boolean {
  return token.revokedAt === null && [token.id, token.name, token.prefix].includes(ref)
}
