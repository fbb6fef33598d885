import { amountOf, bareOf, queueName, type Case } from './case.ts'
import type { Cause } from './cause.ts'

/** What the runs of one user may hold. */
export function userLimit(one: Case): Cause {
  const { round, userSlot, userResource: a } = one
  const { ledger, work } = round
  const books = ledger.users!
  const index = userSlot * ledger.width + a
  const need = work.demand[one.class * ledger.width + a]!
  const limit = books.limit[index]!
  const held = Math.max(books.physical[index]!, books.alive[index]!)
  const name = queueName(round, books.queue[userSlot]!)
  return {
    reason: 'USER_LIMIT',
    message: `needs ${amountOf(round, a, need)}; its user holds ${bareOf(round, a, held)} of at most ${bareOf(round, a, limit)} for each user of ${name} in pool ${one.poolName}`,
    hint:
      need > limit
        ? `ask for less, or have the limit of each user of ${name} raised`
        : 'wait until other work of the same user ends, or have the limit of each user raised',
    permanent: need > limit,
  }
}

/** Room that is free, and that others of the queues keep for themselves. */
export function keptByOthers(one: Case): Cause {
  const { round, lendQueue: q, lendResource: a } = one
  const { ledger, work } = round
  const { free, kept } = lendNumbers(one)
  const need = work.demand[one.class * ledger.width + a]!
  const where = q === 0 ? `pool ${one.poolName}` : `${queueName(round, q)} in pool ${one.poolName}`
  return {
    reason: 'LENDING',
    message: `needs ${amountOf(round, a, need)}; of ${bareOf(round, a, free)} left in ${where}, ${bareOf(round, a, kept)} ${kept === 1_000 ? 'is' : 'are'} kept by those who are guaranteed them and do not lend them`,
    hint: 'wait until other work ends, or ask for a larger quota',
    permanent: false,
  }
}

/** What is left where others keep something, and how much of it they keep. */
export function lendNumbers({ round, lendQueue: q, lendResource: a }: Case): { free: number; kept: number } {
  const { ledger } = round
  const { now, size } = ledger.lending!
  const index = q * ledger.width + a
  const most = q === 0 ? size[a]! : ledger.limit[index]!
  return { free: Math.max(0, most - ledger.physical[index]!), kept: now.children[index]! }
}
