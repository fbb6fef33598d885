/** Gives the focus back to where it was; to the content of the page where that is gone or never was, so that the next key does not begin at the top. */
export function giveFocusBack(before: Element | null): void {
  const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body
  const to = isThere ? before : document.getElementById('content')
  to?.focus({ preventScroll: true })
}

/**
 * Gives the focus to the content when what had it is taken from the page, such as the button of a row that was just deleted. Answers how to stop.
 */
export function keepFocus(): () => void {
  let last: Element | null = document.activeElement
  const onFocus = () => {
    last = document.activeElement
  }
  const observer = new MutationObserver(() => {
    if (document.activeElement !== document.body || !last || last.isConnected) return
    last = null
    giveFocusBack(null)
  })
  document.addEventListener('focusin', onFocus)
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', onFocus)
    observer.disconnect()
  }
}
