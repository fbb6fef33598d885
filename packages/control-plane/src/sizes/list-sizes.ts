import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { readSizes } from './read-sizes.ts'
import { Size } from './schemas.ts'

export const listSizes = action({
  name: 'size.list',
  summary: 'Sizes that a workload can be given in one word, smallest first',
  rest: { method: 'get', path: '/sizes' },
  allow: 'size:read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(Size) }),
  run: (ctx) => transaction(ctx, async ({ q }) => ({ items: await readSizes(q) })),
})
