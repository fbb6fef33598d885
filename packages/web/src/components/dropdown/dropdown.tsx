import { useEffect, useEffectEvent, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import classes from './dropdown.module.css'

const GAP_PX = 4
const EDGE_PX = 8

interface DropdownProps {
  /** What it hangs on. */
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
  /** At least as wide as this, and at least as its anchor. */
  width?: number
  align?: 'start' | 'end'
  children: ReactNode
}

/**
 * A box in the browser's top layer, under its anchor or above it where there is more room. A press outside closes it, and so does Escape,
 * which gives the focus back. It is in the page where its parent is, so that landmarks and the trapped focus of dialogs hold.
 */
export function Dropdown({ anchor, onClose, width = 0, align = 'start', children }: DropdownProps) {
  const box = useRef<HTMLDivElement>(null)
  const close = useEffectEvent(onClose)
  useLayoutEffect(() => {
    const element = box.current
    const target = anchor.current
    if (!element || !target) return undefined
    const place = () => placeUnder(element, target, width, align)
    element.showPopover()
    place()
    addEventListener('resize', place)
    document.addEventListener('scroll', place, { capture: true, passive: true })
    return () => {
      removeEventListener('resize', place)
      document.removeEventListener('scroll', place, { capture: true })
    }
  }, [anchor, width, align])
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      const inside =
        event.target instanceof Node && (box.current?.contains(event.target) || anchor.current?.contains(event.target))
      if (!inside) close()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // A dialog around it must not take the same key.
      event.stopPropagation()
      event.preventDefault()
      close()
      anchor.current?.focus()
    }
    document.addEventListener('pointerdown', onPress)
    document.addEventListener('keydown', onKey, { capture: true })
    return () => {
      document.removeEventListener('pointerdown', onPress)
      document.removeEventListener('keydown', onKey, { capture: true })
    }
  }, [anchor])
  return (
    <div ref={box} className={classes['dropdown']} popover="manual">
      {children}
    </div>
  )
}

function placeUnder(box: HTMLElement, target: HTMLElement, width: number, align: 'start' | 'end'): void {
  const at = target.getBoundingClientRect()
  const below = innerHeight - at.bottom - GAP_PX - EDGE_PX
  const above = at.top - GAP_PX - EDGE_PX
  box.style.minWidth = `${Math.min(innerWidth - 2 * EDGE_PX, Math.max(width, at.width))}px`
  box.style.maxWidth = `${innerWidth - 2 * EDGE_PX}px`
  box.style.maxHeight = `${Math.max(120, Math.max(below, above))}px`
  const size = box.getBoundingClientRect()
  const isBelow = size.height <= below || below >= above
  const left = align === 'end' ? at.right - size.width : at.left
  box.style.left = `${Math.round(Math.min(innerWidth - size.width - EDGE_PX, Math.max(EDGE_PX, left)))}px`
  box.style.top = `${Math.round(isBelow ? at.bottom + GAP_PX : Math.max(EDGE_PX, at.top - GAP_PX - size.height))}px`
}
