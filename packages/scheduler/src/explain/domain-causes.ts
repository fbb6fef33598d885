import { clusterName, wantOf, type Case } from './case.ts'
import type { Cause } from './cause.ts'
import { CLUSTER_LEVEL } from '../state/shapes.ts'
import { countText, listText } from './words.ts'

/** What no change of load helps: no domain is large enough, or there are too few to stand apart in. */
export function neverInDomain(one: Case): Cause | undefined {
  const { domains, round } = one
  const replicas = round.work.replicas[one.class]!
  if (domains === undefined || domains.ever >= replicas) return undefined
  const { level, ever, everNode } = domains
  const apart = apartOf(one)
  if (level === CLUSTER_LEVEL || apart !== undefined) {
    const where = level === CLUSTER_LEVEL ? 'cluster' : level
    return {
      reason: 'NEIGHBOURS',
      message: `needs ${countText(replicas, 'replica')}, each on another ${apart ?? 'node'}; the best ${where} has ${countText(ever, apart ?? 'node')} that ${ever === 1 ? 'holds' : 'hold'} ${wantOf(one)}, even when empty`,
      hint: `use fewer replicas, or let them share a ${apart ?? 'node'}`,
      permanent: true,
    }
  }
  const best =
    everNode === -1
      ? `no node has the label ${level}`
      : `the largest, ${domainName(one, everNode)}, holds ${ever} even when it is empty`
  return {
    reason: 'TOPOLOGY',
    message: `needs ${countText(replicas, 'replica')} of ${wantOf(one)} in one ${level}; ${best}`,
    hint: `use fewer replicas, or let them stand farther apart than one ${level}`,
    permanent: true,
  }
}

/** What is free would do, but not where it has to stand. */
export function notInDomain(one: Case): Cause | undefined {
  const { domains, round } = one
  const replicas = round.work.replicas[one.class]!
  if (domains === undefined || domains.nowAnywhere < replicas || domains.now >= replicas) return undefined
  const { level, now, nowNode, barred } = domains
  const apart = apartOf(one)
  if (barred > 0 || (apart !== undefined && level === CLUSTER_LEVEL)) {
    const fit = `${now} of ${replicas} replicas ${now === 1 ? 'fits' : 'fit'}`
    const message =
      barred > 0
        ? `needs ${wantOf(one)}; ${countText(barred, 'node')} with that room ${barred === 1 ? 'is' : 'are'} closed to it, ${neighboursOf(one)}${replicas > 1 ? `; ${fit}` : ''}`
        : `needs ${countText(replicas, 'replica')}, each on another ${apart}; ${fit} so now`
    return {
      reason: 'NEIGHBOURS',
      message,
      hint: 'wait until other work ends, or relax what it says about its neighbours',
      permanent: false,
    }
  }
  const best = now === 0 || nowNode === -1 ? 'none has room for any' : `${domainName(one, nowNode)} has room for ${now}`
  return {
    reason: 'TOPOLOGY',
    message: `needs ${countText(replicas, 'replica')} of ${wantOf(one)} in one ${level}; ${best}, though ${domains.nowAnywhere} would fit in one cluster`,
    hint: `wait until more of one ${level} is free, or let its replicas stand farther apart`,
    permanent: false,
  }
}

/** "because of work with app=db there that it stands apart from". */
function neighboursOf({ round, class: k }: Case): string {
  const { near = [], apart = [] } = round.state.classes.specs[round.work.stateClass[k]!]!
  if (near.length > 0 && apart.length > 0) return 'by what it says about its neighbours'
  if (near.length > 0) return `because no work with ${labelsOf(near)} runs there, which it stands near`
  if (apart.length > 0) return `because of work with ${labelsOf(apart)} there, which it stands apart from`
  return 'because of work there that stands apart from it'
}

function labelsOf(rules: readonly { labels: Readonly<Record<string, string>> }[]): string {
  return listText(
    rules.map(({ labels }) =>
      Object.entries(labels)
        .map(([label, value]) => `${label}=${value}`)
        .join(' and '),
    ),
  )
}

/** The level by which replicas stand apart. */
function apartOf({ round, class: k }: Case): string | undefined {
  return round.state.classes.specs[round.work.stateClass[k]!]!.apartBy
}

/** "rack r1": the domain in which local node `n` stands. */
function domainName({ round, domains }: Case, n: number): string {
  const { level } = domains!
  const { labels, name } = round.state.nodes.upserts[round.fleet.node[n]!]!
  if (level === CLUSTER_LEVEL) return clusterName(round, round.fleet.cluster[n]!)
  return level === 'node' ? `node ${name}` : `${level} ${labels[level] ?? ''}`
}
