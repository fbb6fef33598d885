import type { Commands } from '../../components/command/command-box.tsx'
import type { Inputs } from '../../lib/trpc.ts'
import { commandSet } from '../commands/command-set.ts'

export const priceCommands = {
  list: (): Commands =>
    commandSet({ cli: { words: ['prices'], options: { all: true } }, request: { method: 'GET', path: '/prices' } }),
  set: ({ amount, gpuModel, nodePool, currency, validFrom }: Inputs['prices']['set']): Commands =>
    commandSet({
      cli: {
        words: ['prices'],
        options: {
          set: amount === null ? undefined : String(amount),
          end: amount === null ? true : undefined,
          model: gpuModel,
          pool: nodePool,
          currency,
          from: validFrom,
        },
      },
      request: { method: 'POST', path: '/prices', body: { amount, gpuModel, nodePool, currency, validFrom } },
    }),
}
