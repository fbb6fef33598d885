/** In which order replicas are of interest; any other phase stands with what runs. */
const ORDER = ['FAILED', 'CANCELLING', 'ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLED', 'SUCCEEDED']

/** Those that failed first, those that went well last, and each by its number. */
export function sortReplicas<R extends { index: number; phase: string }>(replicas: readonly R[]): R[] {
  const rank = ({ phase }: R) => (ORDER.includes(phase) ? ORDER.indexOf(phase) : ORDER.indexOf('RUNNING'))
  return replicas.toSorted((a, b) => rank(a) - rank(b) || a.index - b.index)
}
