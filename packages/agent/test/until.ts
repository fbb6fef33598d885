/** Waits until `look` answers something true. Fails with `what` when that does not come: a promise broken, not a slow host. */
export async function until<T>(look: () => T | Promise<T>, what: string, patienceMs = 20_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== null && seen !== false) return seen
    if (performance.now() > deadline) throw new Error(`did not happen: ${what}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}
