import type { Mutation } from './mutation.ts'

const RESERVE = 'reservation/reserve.ts'
const BACKFILL = 'reservation/backfill.ts'
const ARRIVALS = 'state/arrivals.ts'

/** Rooms kept ahead, caps of a round, and what makes the same world give the same plan. */
export const ROUND_MUTATIONS: readonly Mutation[] = [
  {
    name: 'keep room ahead for work beyond its share',
    file: RESERVE,
    text: 'if (entitledDepth(round, k, work.leaf[k]!) !== 1 || !mayHold(tree, work, ledger, k)) return',
    replacement: 'if (!mayHold(tree, work, ledger, k)) return',
  },
  {
    name: 'keep no room ahead',
    file: 'round/serve.ts',
    text: 'if (keepsRoom) reserve(round, at)',
    replacement: '',
  },
  {
    name: 'backfill with work that ends too late',
    file: BACKFILL,
    text: 'timeLimitMs[work.workload[at]!]! <= spare',
    replacement: 'timeLimitMs[work.workload[at]!]! >= 0',
  },
  {
    name: 'leave the kept room to everybody',
    file: RESERVE,
    text: 'round.reservation = { at, ...found }\n  shiftReservation(round, 1)',
    replacement: 'round.reservation = { at, ...found }',
  },
  {
    name: 'keep no room for overdue work',
    file: 'reservation/reserve-overdue.ts',
    text: '    shiftReservation(round, 1)\n',
    replacement: '',
  },
  {
    name: 'keep room for overdue work that has no right to it',
    file: 'reservation/reserve-overdue.ts',
    text: 'if (!isEntitled(round, k) || fitsSomewhere(round, k)) continue',
    replacement: 'if (fitsSomewhere(round, k)) continue',
  },
  {
    name: 'let the own queue take the room that its overdue work waits for',
    file: 'reservation/reserve-overdue.ts',
    text: 'if (theirs > 0 && ours > 0 && alive[index]! + theirs + ours > share[index]!) return true',
    replacement: '',
  },
  {
    name: 'believe that a run ends before its time limit',
    file: 'reservation/forecast.ts',
    text: 'const limit = startedAt[workload]! + timeLimitMs[workload]!',
    replacement: 'const limit = startedAt[workload]!',
  },
  {
    name: 'place more than the policy allows in a round',
    file: 'round/serve.ts',
    text: '      round.isFull = true\n      return\n',
    replacement: '      round.isFull = true\n',
  },
  {
    name: 'book nothing for a start',
    file: 'round/serve.ts',
    text: 'bookStart(tree, work, ledger, k)',
    replacement: '',
  },
  {
    name: 'go by internal numbers instead of ids',
    file: 'state/id-table.ts',
    text: 'numbers.sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1))',
    replacement: '',
  },
  {
    name: 'serve equals in no certain order',
    file: ARRIVALS,
    text: 'return difference === 0 ? ids[a]! < ids[b]! : difference < 0',
    replacement: 'return difference === 0 ? a < b : difference < 0',
  },
  {
    name: 'serve the younger first',
    file: ARRIVALS,
    text: 'return difference === 0 ? ids[a]! < ids[b]! : difference < 0',
    replacement: 'return difference === 0 ? ids[a]! < ids[b]! : difference > 0',
  },
  {
    name: 'serve lower priorities first',
    file: 'round/open-work.ts',
    text: '[...new Set(work.priority)].sort((a, b) => b - a)',
    replacement: '[...new Set(work.priority)].sort((a, b) => a - b)',
  },
  {
    name: 'settle ties between nodes by the larger id',
    file: 'placement/pick-node.ts',
    text: 'if (free === bestFree) return node < best',
    replacement: 'if (free === bestFree) return node > best',
  },
  {
    name: 'settle ties between clusters by the larger id',
    file: 'placement/place.ts',
    text: 'return (round.isSpread ? -difference : difference) || a - b',
    replacement: 'return (round.isSpread ? -difference : difference) || b - a',
  },
]
