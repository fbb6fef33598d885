const NODES_SHOWN = 3

/** One sentence about where work was given room. Each node once. */
export function describeAssignment(to: { cluster: string; nodes: readonly string[]; borrowed: boolean }): string {
  const more = to.nodes.length - NODES_SHOWN
  const shown = to.nodes.slice(0, NODES_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
  return `given room on ${to.cluster} (${shown})${to.borrowed ? ', borrowed beyond its quota' : ''}`
}
