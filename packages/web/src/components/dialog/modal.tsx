import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import { giveFocusBack } from '../../lib/focus.ts'
import classes from './dialog.module.css'

interface ModalProps {
  /** The id of the element that names it. */
  labelledBy: string
  onClose: () => void
  children: ReactNode
  width: number
  /** Near the top, where the eye is when one types. */
  isHigh?: boolean
}

/**
 * The browser's own modal dialog: what is behind it cannot be reached, Escape closes it, and the focus goes back to where it was. The focus
 * begins at `data-autofocus`, or at the first thing that takes it.
 */
export function Modal({ labelledBy, onClose, children, width, isHigh = false }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const element = dialog.current
    if (!element) return undefined
    const before = document.activeElement
    element.showModal()
    element.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    const onCancel = (event: Event) => {
      // The owner decides, by taking it away.
      event.preventDefault()
      close()
    }
    const onPress = (event: MouseEvent) => {
      if (event.target === element) close()
    }
    element.addEventListener('cancel', onCancel)
    element.addEventListener('mousedown', onPress)
    return () => {
      element.removeEventListener('cancel', onCancel)
      element.removeEventListener('mousedown', onPress)
      element.close()
      giveFocusBack(before)
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={cx(classes['dialog'], isHigh && classes['high'])}
      aria-labelledby={labelledBy}
      style={{ width: `min(${width}px, calc(100vw - 32px))` }}
    >
      <div className={classes['content']}>{children}</div>
    </dialog>
  )
}
