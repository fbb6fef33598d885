import type { Child } from '../processes/child.ts'

/** Agents first, so that they can say goodbye; the control plane, and with it the database, last. `between` happens in between. */
export async function stopAll(children: readonly Child[], between?: () => Promise<void>): Promise<void> {
  const [plane, ...agents] = children
  await Promise.all(agents.map((agent) => agent.stop()))
  await between?.()
  await plane?.stop(30_000)
}
