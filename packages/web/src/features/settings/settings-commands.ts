import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'
import type { Place } from './role-places.ts'
import type { UserOrder } from './user-order-dialog.tsx'

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
  get: (user: string): Commands =>
    commandSet({
      cli: { words: ['user', 'get', user] },
      request: { method: 'GET', path: `/users/${encodeURIComponent(user)}` },
    }),
  setRole: (user: string, role: string, place: NamedPlace | undefined, days?: number): Commands =>
    commandSet({
      cli: {
        words: ['user', 'role', user, role],
        options: { ...placeOptions(place), for: days === undefined ? undefined : `${days}d` },
      },
      request: {
        method: 'PUT',
        path: rolePath(user, place),
        body: { role, ...(days === undefined ? {} : { expiresAt: 'TIME' }) },
      },
    }),
  removeRole: (user: string, place: NamedPlace): Commands =>
    commandSet({
      cli: { words: ['user', 'role', user, 'none'], options: placeOptions(place) },
      request: { method: 'DELETE', path: rolePath(user, place) },
    }),
  order: (order: UserOrder, user: string, withTokens = false): Commands => {
    const tokens = order === 'sign-out' && withTokens ? ({ tokens: true } as const) : undefined
    const path = `/users/${encodeURIComponent(user)}`
    return commandSet({
      cli: {
        words: ['user', order === 'remove' ? 'rm' : order, user],
        options: { ...tokens, 'link-file': order === 'setup-link' ? 'fairlead.link' : undefined },
      },
      request:
        order === 'remove'
          ? { method: 'DELETE', path }
          : { method: 'POST', path: `${path}/${order}`, ...(tokens ? { body: tokens } : {}) },
    })
  },
}

type NamedPlace = Pick<Place, 'kind' | 'id' | 'name'>

function placeOptions(place: NamedPlace | undefined) {
  return {
    project: place?.kind === 'project' ? place.name : undefined,
    department: place?.kind === 'department' ? place.name : undefined,
  }
}

function rolePath(user: string, place: NamedPlace | undefined): string {
  return `/users/${encodeURIComponent(user)}/roles/${place?.id ?? 'organization'}`
}
