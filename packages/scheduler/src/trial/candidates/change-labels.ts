import { ruleText } from '../../explain/words.ts'
import { ofWorkload, type Candidate, type Inquiry } from '../inquiry.ts'

const VALUES_MAX = 3

/** Other labels than those that it asks of nodes and clusters, or fewer. */
export function changeLabels(inquiry: Inquiry): Candidate[] {
  const { workload } = inquiry
  const { nodeSelector } = workload
  const labels = Object.keys(nodeSelector).sort()
  const candidates: Candidate[] = []
  for (const label of labels) {
    const { [label]: asked, ...others } = nodeSelector
    for (const value of valuesOf(inquiry, label).filter((one) => one !== asked)) {
      const text = `ask for nodes with ${label}=${value} instead of ${label}=${asked}`
      const set = { nodeSelector: { ...others, [label]: value } }
      candidates.push(ofWorkload(inquiry, { code: 'CHANGE_LABELS', rank: 14, text, set }))
    }
    const text = `drop ${label}=${asked} from what it asks of nodes`
    candidates.push(ofWorkload(inquiry, { code: 'CHANGE_LABELS', rank: 15, text, set: { nodeSelector: others } }))
  }
  if (labels.length > 1) {
    const text = `drop all ${labels.length} labels that it asks of nodes`
    candidates.push(ofWorkload(inquiry, { code: 'CHANGE_LABELS', rank: 16, text, set: { nodeSelector: {} } }))
  }
  for (const field of ['nodeRules', 'clusterRules'] as const) {
    const rules = workload[field] ?? []
    const of = field === 'nodeRules' ? 'nodes' : 'clusters'
    for (const rule of rules) {
      const text = `drop the rule "${ruleText(rule)}" on ${of}`
      const set = { [field]: rules.filter((other) => other !== rule) }
      candidates.push(ofWorkload(inquiry, { code: 'RELAX_RULES', rank: field === 'nodeRules' ? 15 : 22, text, set }))
    }
  }
  return candidates
}

/** Values of the label on nodes of the pool, those of most nodes first. */
function valuesOf({ state, workload }: Inquiry, label: string): string[] {
  const counts: [value: string, count: number][] = []
  for (const [value, nodes] of state.nodes.byLabel.get(label) ?? []) {
    let count = 0
    for (const node of nodes) if (state.nodes.upserts[node]?.poolId === workload.poolId) count++
    if (count > 0) counts.push([value, count])
  }
  return counts
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, VALUES_MAX)
    .map(([value]) => value)
}
