/** Does a step, and tells how long it took, also where it fails. */
export async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  try {
    return await work()
  } finally {
    print(step, { ms: performance.now() - started })
  }
}

/** One JSON line of a step, which benchmarks read. */
export function print(step: string, figures: Record<string, number>): void {
  const rounded = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value)]))
  process.stdout.write(`${JSON.stringify({ e2e: 'airgap', step, ...rounded })}\n`)
}
