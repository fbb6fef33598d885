const MARK = '● '

/** Marks this tab and the icon of the console until somebody looks at it. */
export function markTitle(): void {
  if (document.visibilityState === 'visible' && document.hasFocus()) return
  if (!document.title.startsWith(MARK)) document.title = MARK + document.title
  void badge(true)
  addEventListener('focus', unmark, { once: true })
  document.addEventListener('visibilitychange', unmark, { once: true })
}

function unmark(): void {
  if (document.title.startsWith(MARK)) document.title = document.title.slice(MARK.length)
  void badge(false)
}

/** Where the console is installed as an application, its icon has a mark too. */
async function badge(isOn: boolean): Promise<void> {
  const { setAppBadge, clearAppBadge } = navigator as Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>
  await (isOn ? setAppBadge : clearAppBadge)?.call(navigator).catch(() => undefined)
}
