import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'

export const tokenCommands = {
  list: (): Commands =>
    commandSet({
      cli: { words: ['token', 'ls'], options: { all: true } },
      request: { method: 'GET', path: '/tokens' },
    }),
  create: (body: Inputs['tokens']['create']): Commands =>
    commandSet({
      cli: {
        words: ['token', 'create', body.name === '' ? 'NAME' : body.name],
        options: {
          days: body.expiresInDays,
          permission: body.permissions,
          cidr: body.allowedCidrs,
          'token-file': 'fairlead.token',
        },
      },
      request: { method: 'POST', path: '/tokens', body },
    }),
  rotate: (id: string, overlapHours: number): Commands =>
    commandSet({
      cli: { words: ['token', 'rotate', id], options: { overlap: overlapHours, 'token-file': 'fairlead.token' } },
      request: { method: 'POST', path: `/tokens/${id}/rotate`, body: { overlapHours } },
    }),
  revoke: (id: string): Commands =>
    commandSet({
      cli: { words: ['token', 'revoke', id] },
      request: { method: 'DELETE', path: `/tokens/${id}` },
    }),
}

export const userCommands = {
  list: (): Commands => commandSet({ cli: { words: ['user', 'ls'] }, request: { method: 'GET', path: '/users' } }),
  /** `where` is the name of the department or project, for those who read it. */
  invite: (body: Inputs['users']['invite'], where: string | undefined): Commands =>
    commandSet({
      cli: {
        words: ['user', 'invite', body.email === '' ? 'EMAIL' : body.email],
        options: {
          name: body.name === '' ? 'NAME' : body.name,
          role: body.role,
          project: body.scope?.kind === 'project' ? where : undefined,
          department: body.scope?.kind === 'department' ? where : undefined,
        },
      },
      request: { method: 'POST', path: '/users', body },
    }),
}
