import { IconX } from '@tabler/icons-react'
import { useId, type ReactNode } from 'react'
import { IconButton } from '../button/icon-button.tsx'
import { Modal } from './modal.tsx'
import classes from './dialog.module.css'

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  width?: number
}

/** A question that has to be answered first. */
export function Dialog({ title, isOpen, onClose, children, footer, width = 520 }: DialogProps) {
  const id = useId()
  if (!isOpen) return null
  return (
    <Modal labelledBy={id} onClose={onClose} width={width}>
      <div className={classes['head']}>
        <h2 className={classes['title']} id={id}>
          {title}
        </h2>
        <IconButton label="Close" size="small" onClick={onClose}>
          <IconX size={16} />
        </IconButton>
      </div>
      {/* It scrolls when it is long, so it can take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes['body']} tabIndex={0} role="group" aria-labelledby={id}>
        {children}
      </div>
      {footer ? <div className={classes['foot']}>{footer}</div> : null}
    </Modal>
  )
}
