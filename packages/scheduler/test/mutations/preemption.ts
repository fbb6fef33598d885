import type { Mutation } from './mutation.ts'

const CLAIM = 'preemption/claim.ts'
const PREEMPT = 'preemption/preempt.ts'
const OPEN = 'preemption/open-evictions.ts'
const NOMINATIONS = 'preemption/nominations.ts'
const GIVE_BACK = 'preemption/give-back.ts'
const WALK = 'preemption/walk.ts'
const REPORT = 'preemption/report-preemptions.ts'

/** Who may take what from whom, how much, and what is held for whom. */
export const PREEMPTION_MUTATIONS: readonly Mutation[] = [
  {
    name: 'evict non-preemptible work',
    file: OPEN,
    text: 'work.status[at] !== RUNNING || work.preemptible[k] === 0 || work.leaf[k] === -1',
    replacement: 'work.status[at] !== RUNNING || work.leaf[k] === -1',
  },
  {
    name: 'evict before the minimum runtime',
    file: OPEN,
    text: 'if (!hasRunFor(round, at, least)) continue',
    replacement: '',
  },
  {
    name: "evict by the pool's minimum runtime where a queue grants more",
    file: CLAIM,
    text: 'return minRuntimes === undefined || hasRunFor(round, at, minRuntimes.ofQueue[q]!)',
    replacement: 'return minRuntimes === undefined || q >= 0',
  },
  {
    name: 'evict on nodes that do not listen',
    file: OPEN,
    text: 'isReachable = node >= 0 && fleet.isOpen[node] === 1',
    replacement: 'isReachable = node >= 0',
  },
  {
    name: 'evict equals in the same queue',
    file: CLAIM,
    text: 'work.priority[k]! >= work.priority[claim.class]! ||',
    replacement: 'work.priority[k]! > work.priority[claim.class]! ||',
  },
  {
    name: 'evict what the newcomer wants to be near to',
    file: CLAIM,
    text: ' && !isCompany(round, claim, k)',
    replacement: '',
  },
  {
    name: 'evict what belongs for what does not',
    file: CLAIM,
    text: '!(isOver || claim.isRightful)',
    replacement: 'false',
  },
  {
    name: 'reclaim without a right',
    file: CLAIM,
    text: 'if (!claim.isRightful || !isOver || claim.depth === Infinity) return false',
    replacement: 'if (!isOver || claim.depth === Infinity) return false',
  },
  {
    name: "reclaim what the other queue's share covers",
    file: CLAIM,
    text: 'if (!claim.isRightful || !isOver || claim.depth === Infinity) return false',
    replacement: 'if (!claim.isRightful || claim.depth === Infinity) return false',
  },
  {
    name: 'reclaim for a department above its share',
    file: CLAIM,
    text: 'tree.depth[theirs]! < claim.depth || ',
    replacement: '',
  },
  {
    name: 'reclaim from a queue inside its deserved quota',
    file: CLAIM,
    text: 'alive[index]! > share[index]! && alive[index]! > deserved[index]!',
    replacement: 'alive[index]! > share[index]!',
  },
  {
    name: 'reclaim from a queue inside its share',
    file: CLAIM,
    text: 'alive[index]! > share[index]! && alive[index]! > deserved[index]!',
    replacement: 'alive[index]! > deserved[index]!',
  },
  {
    name: 'reclaim from a queue that uses nothing of what is asked for',
    file: CLAIM,
    text: 'if (demand[k * width + a] === 0 || demand[other * width + a] === 0) continue',
    replacement: '',
  },
  {
    name: 'take every waiting workload for rightful',
    file: CLAIM,
    text: 'if (demand > 0 && held + demand > round.ledger.share[leaf * width + a]!) return false',
    replacement: '',
  },
  {
    name: 'count runs of lower standing against a claim',
    file: CLAIM,
    text: 'if (isCovered) for (let a = 0; a < width; a++) used[a]! += work.demand[k * width + a]!',
    replacement: 'for (let a = 0; a < width; a++) used[a]! += work.demand[k * width + a]!',
  },
  {
    name: 'take no run for over',
    file: OPEN,
    text: '} else isOver[at] = 1',
    replacement: '}',
  },
  {
    name: 'preempt more than the caps of a round and of the rate allow',
    file: PREEMPT,
    text: 'if (cap !== 0) {',
    replacement: 'if (cap === -1) {',
  },
  {
    name: "preempt past the pool's rate limit",
    file: PREEMPT,
    text: 'Math.min(policy.preemptionsMaxPerRound, preemptionsLeft)) return 0',
    replacement: 'policy.preemptionsMaxPerRound) return 0',
  },
  {
    name: 'hold room that would break a bound once the victims are gone',
    file: PREEMPT,
    text: 'if (!mayHold(round.tree, round.work, round.ledger, claim.class)) {',
    replacement: 'if (nodes.length === 0) {',
  },
  {
    name: 'keep what a failed attempt took',
    file: PREEMPT,
    text: 'undoTo(round, evictions, 0, soon)',
    replacement: '',
  },
  {
    name: 'make no way under a full limit',
    file: PREEMPT,
    text: 'if (!clearLimits(round, evictions, claim)) return fail(round, evictions, claim, soon)',
    replacement: '',
  },
  {
    name: 'preempt runs of which nothing is needed',
    file: PREEMPT,
    text: 'giveBackSpare(round, evictions, forced)',
    replacement: '',
  },
  {
    name: 'give a victim room back that somebody else has',
    file: GIVE_BACK,
    text: 'if (isOverdrawn(round, node, work.class[at]!)) return false',
    replacement: '',
  },
  {
    name: 'give a victim back above a limit',
    file: GIVE_BACK,
    text: 'if (hasItsRoom(round, at) && isWithinLimits(round, at)) return true',
    replacement: 'if (hasItsRoom(round, at)) return true',
  },
  {
    name: 'keep a nomination whose room nobody is leaving',
    file: NOMINATIONS,
    text: 'if (nodes === undefined || !claimAll(round, at, nodes)) withdraw(round, at)',
    replacement: 'if (nodes === undefined || (claimAll(round, at, nodes), false)) withdraw(round, at)',
  },
  {
    name: 'keep a nomination on a node that is closed',
    file: NOMINATIONS,
    text: ' || !isAllowedOn(round, node, k)) return undefined',
    replacement: ') return undefined',
  },
  {
    name: 'keep a nomination that a limit forbids',
    file: NOMINATIONS,
    text: 'return mayHold(tree, work, ledger, k) ? nodes : undefined',
    replacement: 'return nodes',
  },
  {
    name: 'start a nominee before its victims are gone',
    file: NOMINATIONS,
    text: 'while (taken < nominee.nodes.length && fitsNow(round, nominee.nodes[taken]!, k)) {',
    replacement: 'while (taken < nominee.nodes.length) {',
  },
  {
    name: 'start at once those for whom others are preempted',
    file: REPORT,
    text: 'return index < kept || hasVictims.has(nominee.at) || !startClaimed(round, nominee)',
    replacement: 'return index < kept || !startClaimed(round, nominee)',
  },
  {
    name: 'start a nominated gang larger than it may be once others have come',
    file: NOMINATIONS,
    text: 'if (pending.length > 0) withGuests(round, () => startPending(round, pending))',
    replacement: 'startPending(round, pending)',
  },
  {
    name: 'start a nominee above a limit that stopping runs still fill',
    file: NOMINATIONS,
    text: 'if (mayStart(tree, work, ledger, k)) {',
    replacement: 'if (k >= 0) {',
  },
  {
    name: 'give the room of a nomination to others',
    file: NOMINATIONS,
    text: '      pending.push({ at, nodes })',
    replacement:
      '      for (const node of nodes) claimNode(round, node, round.work.class[at]!, -1)\n      pending.push({ at, nodes })',
  },
  {
    name: 'leave nominees out of what queues will hold',
    file: NOMINATIONS,
    text: '      bookNominee(round, at, 1)\n      holdNear',
    replacement: '      holdNear',
  },
  {
    name: 'pass over queues that something may be taken from',
    file: WALK,
    text: 'child === q ? isOwn : isReclaiming && isAbove(round, child, claim.class, claim.class)',
    replacement: 'child === q ? isOwn : isReclaiming && i % 2 === 0',
  },
]
