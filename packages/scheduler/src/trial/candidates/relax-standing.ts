import { ofWorkload, type Candidate, type Inquiry } from '../inquiry.ts'

/** Where its replicas may stand to each other and to other work. */
export function relaxStanding(inquiry: Inquiry): Candidate[] {
  const { workload } = inquiry
  const candidates = relaxTopology(inquiry)
  if (workload.apartBy !== undefined) {
    const text = `let its replicas share a ${workload.apartBy}`
    candidates.push(ofWorkload(inquiry, { code: 'RELAX_NEIGHBOURS', rank: 19, text, set: { apartBy: null } }))
  }
  for (const field of ['near', 'apart'] as const) {
    const rules = workload[field] ?? []
    for (const rule of rules) {
      const labels = Object.entries(rule.labels).map(([label, value]) => `${label}=${value}`)
      const where = field === 'near' ? `on another ${rule.level} than` : `on the same ${rule.level} as`
      const text = `let it stand ${where} work with ${labels.join(' and ')}`
      const set = { [field]: rules.filter((other) => other !== rule) }
      candidates.push(ofWorkload(inquiry, { code: 'RELAX_NEIGHBOURS', rank: 19, text, set }))
    }
  }
  return candidates
}

/** The next farther level at which its replicas may stand together; at last, none. */
function relaxTopology(inquiry: Inquiry): Candidate[] {
  const { workload, pool } = inquiry
  const { required, preferred } = workload.topology ?? {}
  if (required === undefined) return []
  const levels = pool?.topology ?? []
  const farther = levels.slice(0, Math.max(0, levels.indexOf(required))).reverse()
  const at = (rung: number): Candidate => {
    const level = farther[rung - 1]
    const text = `let its replicas stand anywhere in ${level === undefined ? 'a cluster' : `one ${level}`} instead of one ${required}`
    const topology = { ...(level === undefined ? {} : { required: level }), preferred: preferred ?? required }
    return ofWorkload(inquiry, { code: 'RELAX_TOPOLOGY', rank: 17, text, set: { topology } })
  }
  return [{ ...at(1), ladder: { count: farther.length + 1, at } }]
}
