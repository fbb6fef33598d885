import type { WaitReason } from '../explanation.ts'
import { amountOf, bareOf, nodeName, queueName, wantOf, type Case } from './case.ts'
import { CAPPED_BY_RATE, CAPPED_BY_ROUND } from '../round/round.ts'
import { keptByOthers, userLimit } from './bound-causes.ts'
import { nomineeAt } from './explain-memo.ts'
import { neverInDomain } from './domain-causes.ts'
import { nodesCause } from './node-causes.ts'
import { roomCause } from './room-causes.ts'
import { countText } from './words.ts'

/** The dominant cause in one sentence, and what the reader can do about it. */
export interface Cause {
  reason: WaitReason
  message: string
  hint: string
  permanent: boolean
}

/**
 * The first gate that no room on any node would open; past those, what is short. A queue's share comes before the lack of room
 * when the queue uses it up, since waiting for room would not help it as long as others are owed that room. What waiting cannot
 * help comes before what it can: nobody should wait for room that he could not use.
 */
export function causeOf(one: Case): Cause {
  if (one.isNominated) return preempting(one)
  const quota = one.quotaQueue === -1 ? undefined : noQuota(one)
  if (quota?.permanent === true) return quota
  const limit = one.limitQueue === -1 ? undefined : overLimit(one)
  if (limit?.permanent === true) return limit
  const user = one.userSlot === -1 ? undefined : userLimit(one)
  if (user?.permanent === true) return user
  const nodes = nodesCause(one)
  if (nodes?.permanent === true) return nodes
  const never = neverInDomain(one)
  if (never !== undefined) return never
  const lent = one.lendQueue === -1 ? undefined : keptByOthers(one)
  const cause = quota ?? limit ?? user ?? nodes ?? roundCause(one) ?? lent ?? roomCause(one)
  const { reservation, now } = one.round
  if (reservation?.at !== one.at) return cause
  if (reservation.startsAt === Infinity) {
    return { ...cause, hint: 'nothing to do: it has waited so long that what comes free in its way is kept for it' }
  }
  const minutes = countText(Math.max(1, Math.ceil((reservation.startsAt - now) / 60_000)), 'minute')
  return {
    ...cause,
    hint: `nothing to do: room is kept for it, and comes free within ${minutes} by the time limits of what runs there`,
  }
}

function preempting(one: Case): Cause {
  const { round } = one
  const nominee = nomineeAt(one.memo, round, one.at)
  const nodes = [...new Set(nominee.nodes)].map((n) => nodeName(round, n))
  const where = nodes.length === 1 ? `node ${nodes[0]}` : `${countText(nodes.length, 'node')} from ${nodes[0]}`
  return {
    reason: 'PREEMPTING',
    message: `room for ${wantOf(one)} is held for it on ${where}; it starts when the runs there have stopped`,
    hint: 'nothing to do: it starts by itself',
    permanent: false,
  }
}

function noQuota(one: Case): Cause {
  const { round, quotaQueue: q, quotaResource: a } = one
  const { ledger, work } = round
  const need = work.demand[one.class * ledger.width + a]!
  const deserved = ledger.deserved[q * ledger.width + a]!
  const left = Math.max(0, deserved - ledger.fixed[q * ledger.width + a]!)
  const permanent = need > deserved
  const name = queueName(round, q)
  const has = permanent
    ? `${name} is guaranteed ${amountOf(round, a, deserved)}`
    : `${name} has ${bareOf(round, a, left)} left of the ${bareOf(round, a, deserved)} that it is guaranteed`
  return {
    reason: 'NO_QUOTA',
    message: `needs ${amountOf(round, a, need)} for work that is not preemptible; ${has} in pool ${one.poolName}`,
    hint: permanent
      ? `submit it as preemptible, or have the quota of ${name} raised to ${amountOf(round, a, need)}`
      : 'submit it as preemptible, or wait until other non-preemptible work ends',
    permanent,
  }
}

function overLimit(one: Case): Cause {
  const { round, limitQueue: q, limitResource: a } = one
  const { ledger, work } = round
  const need = work.demand[one.class * ledger.width + a]!
  const limit = ledger.limit[q * ledger.width + a]!
  const held = Math.max(ledger.physical[q * ledger.width + a]!, ledger.alive[q * ledger.width + a]!)
  const name = queueName(round, q)
  return {
    reason: 'OVER_LIMIT',
    message: `needs ${amountOf(round, a, need)}; ${name} holds ${bareOf(round, a, held)} of at most ${bareOf(round, a, limit)} in pool ${one.poolName}`,
    hint:
      need > limit
        ? `ask for less, or have the limit of ${name} raised`
        : `wait until work of ${name} ends, or have its limit raised`,
    permanent: need > limit,
  }
}

function roundCause(one: Case): Cause | undefined {
  const { round } = one
  const base = round.work.base[one.class]!
  if (round.isCapped[base] === CAPPED_BY_RATE) {
    const left = countText(round.preemptionsLeft, 'run')
    return {
      reason: 'PREEMPTION_RATE',
      message: `it may take room from others, but pool ${one.poolName} stops only so many runs in a while: ${round.preemptionsLeft === 0 ? 'none' : `no more than ${left}`} at present`,
      hint: 'nothing to do: it goes on when some time has passed',
      permanent: false,
    }
  }
  const isCapped = round.isCapped[base] === CAPPED_BY_ROUND
  if (!isCapped && !(round.isFull && round.isClosed[base] === 0)) return undefined
  return {
    reason: 'ROUND_FULL',
    message: isCapped
      ? `it may take room from others, but one round preempts at most ${countText(round.policy.preemptionsMaxPerRound, 'run')}`
      : `one round places at most ${countText(round.policy.placementsMaxPerRound, 'workload')}, and this one was full`,
    hint: 'nothing to do: the next round looks at it again',
    permanent: false,
  }
}
