import type { Token } from '@fairlead/sdk'
import { Command } from 'commander'
import { answer, withOutput, type Format } from '../../output/format.ts'
import { table } from '../../output/table.ts'
import { local, since } from '../../output/times.ts'
import type { App } from '../../session/app.ts'

/** `fairlead token ls`. */
export function tokenLsCommand(app: App): Command {
  const command = new Command('ls').summary('list your tokens').option('-A, --all', 'those that have ended too')
  return withOutput(command).action(async ({ output, all }: { output: Format; all?: boolean }) => {
    const now = app.host.now()
    const tokens = (await app.client.tokens.list()).filter(
      (token) => all || ['good', 'replaced'].includes(stateOf(token, now)),
    )
    answer(app, {
      output,
      data: tokens,
      names: () => tokens.map((token) => token.id),
      table: () =>
        table(
          tokens,
          [
            { title: 'NAME', value: (token) => token.name, elastic: 3 },
            { title: 'BEGINS', value: (token) => token.prefix },
            { title: 'STATE', value: (token) => stateOf(token, now) },
            { title: 'UNTIL', value: (token) => local(token.expiresAt) },
            { title: 'USED', value: (token) => since(token.lastUsedAt, now), align: 'right' },
            { title: 'FROM', value: (token) => token.allowedCidrs?.join(',') ?? '', elastic: 2 },
            { title: 'MAY', value: (token) => token.permissions?.join(',') ?? 'all that you may', elastic: 1 },
          ],
          app,
        ),
    })
  })
}

function stateOf(token: Token, now: number): string {
  if (token.revokedAt !== null) return 'revoked'
  if (token.replacedBy !== null && Date.parse(token.expiresAt) > now) return 'replaced'
  return Date.parse(token.expiresAt) <= now ? 'expired' : 'good'
}
