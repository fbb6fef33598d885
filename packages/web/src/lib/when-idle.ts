/** Calls back after the next frame is painted, when the browser has nothing better to do, whatever the browser. Answers how not to. */
export function whenIdle(act: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const id = requestIdleCallback(act, { timeout: 500 })
    return () => cancelIdleCallback(id)
  }
  const timer = setTimeout(act, 50)
  return () => clearTimeout(timer)
}
