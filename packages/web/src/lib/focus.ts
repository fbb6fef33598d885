/** Gives the focus back to where it was; to the content of the page where that is gone or never was, so that the next key does not begin at the top. */
export function giveFocusBack(before: Element | null): void {
  const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body
  const to = isThere ? before : document.getElementById('content')
  to?.focus({ preventScroll: true })
}

/**
 * When what had the focus is taken from the page, such as the button of a row that was just deleted, gives it to what is around that: the panel, the
 * dialog or the content. Answers how to stop.
 */
export function keepFocus(): () => void {
  let around: Element[] = []
  const onFocus = () => {
    around = []
    for (let at = document.activeElement; at; at = at.parentElement) around.push(at)
  }
  const observer = new MutationObserver(() => {
    if (document.activeElement !== document.body || around[0]?.isConnected !== false) return
    const home = around.find((one) => one.isConnected && one.matches('[tabindex], dialog'))
    around = []
    giveFocusBack(home ?? null)
  })
  document.addEventListener('focusin', onFocus)
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', onFocus)
    observer.disconnect()
  }
}
