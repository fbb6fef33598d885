import { amountOf, bareOf, clusterName, nodeName, wantOf, type Case } from './case.ts'
import type { Cause } from './cause.ts'
import { countText, listText, ruleText } from './words.ts'

/** What is wrong with all nodes, or undefined when some would do. */
export function nodesCause(one: Case): Cause | undefined {
  const { facts, round } = one
  const replicas = round.work.replicas[one.class]!
  if (largest(facts.fitEmpty) >= replicas) return undefined
  const fitEver = largest(facts.fitEver)
  if (fitEver >= replicas) {
    return facts.closed.offline + facts.closed.paused + facts.closed.avoided > 0 ? closedClusters(one) : cordoned(one)
  }
  if (fitEver > 0) return tooLargeForClusters(one)
  if (facts.tooSmall > 0) return tooLargeForNodes(one)
  return facts.tainted > 0 ? tainted(one) : noMatch(one)
}

function largest(values: Float64Array): number {
  let most = 0
  for (const value of values) if (value > most) most = value
  return most
}

function closedClusters(one: Case): Cause {
  const { facts, round } = one
  const names = listText([...facts.closedClusters].map((c) => clusterName(round, c)))
  const verb = facts.closedClusters.size === 1 ? 'is' : 'are'
  const nodes = countText(facts.closed.offline + facts.closed.paused + facts.closed.avoided, 'matching node')
  if (facts.closed.paused > 0 && facts.closed.paused >= facts.closed.offline) {
    return {
      reason: 'CLUSTER_PAUSED',
      message: `${nodes} in ${names} may not take new work: an administrator paused ${facts.closedClusters.size === 1 ? 'it' : 'them'}`,
      hint: 'wait until the cluster is resumed, or allow other clusters',
      permanent: false,
    }
  }
  return {
    reason: 'CLUSTER_OFFLINE',
    message:
      facts.closed.offline > 0
        ? `${nodes} in ${names}, which ${verb} out of contact`
        : `${nodes} in ${names}, which declined or lost it and ${verb} not tried again yet`,
    hint:
      facts.closed.offline > 0
        ? 'look after the agent of that cluster, or allow other clusters'
        : 'nothing to do: it is tried again soon',
    permanent: false,
  }
}

function cordoned(one: Case): Cause {
  const { facts } = one
  return {
    reason: 'NO_CAPACITY',
    message: `${countText(facts.closed.cordoned, 'matching node')} of pool ${one.poolName} not ready or closed to new work, and ${facts.usable === 0 ? 'there is no other' : 'the others are too few'}`,
    hint: 'uncordon a node, or wait until one is ready',
    permanent: false,
  }
}

function noMatch(one: Case): Cause {
  const { facts } = one
  const nodes = countText(facts.nodes, 'node')
  if (facts.nodes === 0) {
    const message = `pool ${one.poolName} has no nodes`
    return {
      reason: 'NO_MATCHING_NODE',
      message,
      hint: 'add nodes to the pool, or choose another pool',
      permanent: true,
    }
  }
  if (facts.outOfRules > 0 && facts.unlabelled === 0) return outOfRules(one)
  const none = facts.missing.filter(({ count }) => count === facts.nodes - facts.inOtherClusters)
  const labels = listText((none.length > 0 ? none : facts.missing).map(({ label }) => label))
  let message = `none of the ${nodes} of pool ${one.poolName} is in a cluster that it allows`
  if (facts.unlabelled > 0) {
    const among = facts.inOtherClusters > 0 ? `${facts.unlabelled} of the ${nodes}` : `all ${nodes}`
    message =
      none.length > 0
        ? `no node of pool ${one.poolName} ${none.some(isRule) ? 'meets' : 'has the label'} ${labels}; ${among} miss it`
        : `no node of pool ${one.poolName} has ${labels} together; ${missText(one)}`
  }
  return {
    reason: 'NO_MATCHING_NODE',
    message,
    hint: 'change the node selector or the clusters, or label a node',
    permanent: true,
  }
}

/** Nodes there are, but in clusters that it may not be in. */
function outOfRules(one: Case): Cause {
  const { facts, round } = one
  const spec = round.state.classes.specs[round.work.stateClass[one.class]!]!
  const rules = (spec.clusterRules ?? []).map((rule) => `"${ruleText(rule)}"`)
  return {
    reason: 'CLUSTER_RULES',
    message: `${countText(facts.outOfRules, 'node')} of pool ${one.poolName} ${facts.outOfRules === 1 ? 'is' : 'are'} in clusters that do not meet its ${rules.length === 1 ? 'rule' : 'rules'} ${listText(rules)}, and there is no other`,
    hint: 'relax the rules on clusters, or connect a cluster that meets them',
    permanent: true,
  }
}

/** Rules on labels are written otherwise than labels. */
function isRule({ label }: { label: string }): boolean {
  return !label.includes('=')
}

function missText(one: Case): string {
  return one.facts.missing.map(({ label, count }) => `${countText(count, 'node')} miss ${label}`).join(', ')
}

function tainted(one: Case): Cause {
  const { facts } = one
  return {
    reason: 'TAINTED',
    message: `${countText(facts.tainted, 'matching node')} of pool ${one.poolName} tainted ${facts.taint}, which it does not tolerate`,
    hint: `add a toleration for ${facts.taint}, or remove the taint from a node`,
    permanent: true,
  }
}

function tooLargeForNodes(one: Case): Cause {
  const { facts, round } = one
  const { width } = round.fleet
  const row = one.class * width
  let a = round.work.primary[one.class]!
  for (let other = 0; other < width; other++) {
    const isShort = round.work.need[row + other]! > facts.largest[other]!
    if (isShort && round.work.need[row + a]! <= facts.largest[a]!) a = other
  }
  const need = amountOf(round, a, round.work.need[row + a]!)
  const node = facts.largestNode[a]!
  const most =
    node === -1 ? 'none has any' : `the largest has ${bareOf(round, a, facts.largest[a]!)}, ${nodeName(round, node)}`
  const isAlone = round.work.need[row + a]! > facts.largest[a]!
  return {
    reason: 'TOO_LARGE',
    message: isAlone
      ? `needs ${need} on one node; of the matching nodes of pool ${one.poolName} ${most}`
      : `needs ${wantOf(one)} on one node; no matching node of pool ${one.poolName} has all of that together`,
    hint: 'ask for less on one node, or split it into replicas',
    permanent: true,
  }
}

function tooLargeForClusters(one: Case): Cause {
  const { facts, round } = one
  let best = 0
  for (let c = 1; c < facts.fitEver.length; c++) if (facts.fitEver[c]! > facts.fitEver[best]!) best = c
  const replicas = round.work.replicas[one.class]!
  return {
    reason: 'TOO_LARGE',
    message: `needs ${countText(replicas, 'replica')} of ${wantOf(one)} in one cluster; the largest, ${clusterName(round, best)}, holds ${facts.fitEver[best]} even when it is empty`,
    hint: 'use fewer replicas, or add nodes to the cluster',
    permanent: true,
  }
}
