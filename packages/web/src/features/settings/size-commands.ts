import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'

export const sizeCommands = {
  list: (): Commands => commandSet({ cli: { words: ['size', 'ls'] }, request: { method: 'GET', path: '/sizes' } }),
  set: ({ size, requests, limits }: Inputs['sizes']['set']): Commands =>
    commandSet({
      cli: {
        words: ['size', 'set', size === '' ? 'NAME' : size],
        options: {
          cpu: requests.cpu,
          memory: requests.memory,
          'cpu-limit': limits?.cpu,
          'memory-limit': limits?.memory,
        },
      },
      request: { method: 'PUT', path: `/sizes/${encodeURIComponent(size)}`, body: { requests, limits } },
    }),
  remove: (size: string): Commands =>
    commandSet({
      cli: { words: ['size', 'rm', size] },
      request: { method: 'DELETE', path: `/sizes/${encodeURIComponent(size)}` },
    }),
}
