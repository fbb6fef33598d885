import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet } from '../commands/command-set.ts'

const path = (name: string) => `/clusters/${encodeURIComponent(name)}`

export const clusterCommands = {
  list: (): Commands =>
    commandSet({ cli: { words: ['cluster', 'ls'] }, request: { method: 'GET', path: '/clusters' } }),
  get: (name: string): Commands =>
    commandSet({ cli: { words: ['cluster', 'get', name] }, request: { method: 'GET', path: path(name) } }),
  pause: (name: string, isPaused: boolean): Commands =>
    commandSet({
      cli: { words: ['cluster', isPaused ? 'pause' : 'resume', name] },
      request: { method: 'PATCH', path: path(name), body: { paused: isPaused } },
    }),
  logPolicy: (name: string, logPolicy: string): Commands =>
    commandSet({ request: { method: 'PATCH', path: path(name), body: { logPolicy } } }),
  token: (name: string): Commands =>
    commandSet({
      cli: { words: ['cluster', 'token', name], options: { 'token-file': `${name}.token` } },
      request: { method: 'POST', path: `${path(name)}/join-token`, body: {} },
    }),
  check: (name: string): Commands =>
    commandSet({
      cli: { words: ['cluster', 'check', name], options: { network: true } },
      request: { method: 'POST', path: `${path(name)}/check`, body: { network: true } },
    }),
  upgrades: (name: string): Commands =>
    commandSet({
      cli: { words: ['cluster', 'upgrade', name] },
      request: { method: 'GET', path: `${path(name)}/upgrades` },
    }),
  approve: (name: string, isNow: boolean): Commands =>
    commandSet({
      cli: { words: ['cluster', 'upgrade', name], options: { approve: true, ...(isNow ? { now: true } : {}) } },
      request: { method: 'POST', path: `${path(name)}/upgrade`, body: { now: isNow } },
    }),
  setReleases: (
    name: string,
    wanted: { channel: string; version?: string; mode: string; window: object | null },
  ): Commands =>
    commandSet({
      cli: {
        words: ['cluster', 'channel', name, wanted.version ?? wanted.channel],
        options: { mode: wanted.mode },
      },
      request: { method: 'PATCH', path: `${path(name)}/upgrades`, body: wanted },
    }),
  revoke: (name: string): Commands =>
    commandSet({ cli: { words: ['cluster', 'rm', name] }, request: { method: 'DELETE', path: path(name) } }),
}
