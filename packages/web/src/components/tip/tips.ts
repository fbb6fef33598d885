import classes from './tip.module.css'

const DELAY_MS = 350
const GAP_PX = 6
const EDGE_PX = 8

/**
 * Shows what stands in `data-tip` beside whatever is pointed at or has the focus. One element and a few listeners serve the whole page, so
 * that thousands of cells may have a tip and none of them pays for it. Escape hides it.
 */
export function listenToTips(): void {
  const tip = document.createElement('div')
  tip.id = 'tip'
  tip.className = classes['tip'] ?? ''
  tip.setAttribute('role', 'tooltip')
  tip.setAttribute('popover', 'manual')
  document.getElementById('overlays')?.append(tip)
  let target: HTMLElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const hide = () => {
    clearTimeout(timer)
    if (!target) return
    target.removeAttribute('aria-describedby')
    target = undefined
    tip.hidePopover()
  }
  const show = (next: HTMLElement) => {
    const text = next.dataset['tip'] ?? ''
    if (text === '' || !next.isConnected) return
    target = next
    tip.textContent = text
    tip.showPopover()
    place(tip, next)
    if (!next.hasAttribute('aria-describedby')) next.setAttribute('aria-describedby', 'tip')
  }
  const tipped = (event: Event) =>
    event.target instanceof Element ? (event.target.closest<HTMLElement>('[data-tip]') ?? undefined) : undefined

  document.addEventListener('pointerover', (event) => {
    const next = tipped(event)
    if (next === target || event.pointerType === 'touch') return
    hide()
    if (next) timer = setTimeout(() => show(next), DELAY_MS)
  })
  document.addEventListener('focusin', (event) => {
    hide()
    const next = tipped(event)
    if (next?.matches(':focus-visible')) show(next)
  })
  for (const name of ['focusout', 'pointerdown', 'scroll'] as const)
    document.addEventListener(name, hide, { capture: true, passive: true })
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide(), { capture: true })
}

function place(tip: HTMLElement, target: HTMLElement): void {
  const box = target.getBoundingClientRect()
  const { width, height } = tip.getBoundingClientRect()
  const hasRoomAbove = box.top - height - GAP_PX > EDGE_PX
  const left = Math.min(innerWidth - width - EDGE_PX, Math.max(EDGE_PX, box.left + box.width / 2 - width / 2))
  tip.style.left = `${Math.round(left)}px`
  tip.style.top = `${Math.round(hasRoomAbove ? box.top - height - GAP_PX : box.bottom + GAP_PX)}px`
}
