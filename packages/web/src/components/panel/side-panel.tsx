import { IconX } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { giveFocusBack } from '../../lib/focus.ts'
import { IconButton } from '../button/icon-button.tsx'
import { usePanelHost } from './panel-host.tsx'
import classes from './side-panel.module.css'

const WIDTH = { min: 400, preset: 520, max: 760 }
let lastWidth = WIDTH.preset

interface SidePanelProps {
  title: ReactNode
  onClose: () => void
  actions?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

/** Details beside the page, which stays usable. Its address is the page's own, so it can be shared. Escape closes it. */
export function SidePanel(props: SidePanelProps) {
  const host = usePanelHost()
  return host ? createPortal(<Panel {...props} />, host) : null
}

function Panel({ title, onClose, actions, footer, children }: SidePanelProps) {
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(lastWidth)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      giveFocusBack(before)
    }
  }, [])
  const resize = (next: number) => {
    lastWidth = Math.min(WIDTH.max, Math.max(WIDTH.min, next))
    setWidth(lastWidth)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // A dialog that was opened from here takes its own Escape.
    const isInDialog = event.target instanceof Element && event.target.closest('dialog') !== null
    if (event.key === 'Escape' && !event.defaultPrevented && !isInDialog) onClose()
  }
  return (
    // Escape belongs to the whole panel, wherever in it the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={panel}
      className={classes['panel']}
      aria-labelledby={id}
      tabIndex={-1}
      style={{ '--panel-width': `${width}px` } as Record<string, string>}
      onKeyDown={onKeyDown}
    >
      <Grip width={width} onResize={resize} />
      <div className={classes['head']}>
        <h2 className={classes['title']} id={id}>
          {title}
        </h2>
        {actions}
        <IconButton label="Close panel" shortcut="Esc" onClick={onClose}>
          <IconX size={16} />
        </IconButton>
      </div>
      {/* It scrolls when it is long, so it can take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes['body']} tabIndex={0} role="group" aria-labelledby={id}>
        {children}
      </div>
      {footer ? <div className={classes['foot']}>{footer}</div> : null}
    </aside>
  )
}

function Grip({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const start = event.clientX
    const grip = event.currentTarget
    grip.setPointerCapture(event.pointerId)
    const move = (moved: globalThis.PointerEvent) => onResize(width + start - moved.clientX)
    grip.addEventListener('pointermove', move)
    grip.addEventListener('pointerup', () => grip.removeEventListener('pointermove', move), { once: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') onResize(width + 20)
    if (event.key === 'ArrowRight') onResize(width - 20)
  }
  return (
    // A separator that can be moved is a control.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={classes['grip']}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuenow={width}
      aria-valuemin={WIDTH.min}
      aria-valuemax={WIDTH.max}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  )
}
