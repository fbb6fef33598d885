import { Modal } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { IconButton } from '../button/icon-button.tsx'
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

/** A question that has to be answered first. The page behind it is put aside and does not scroll. */
export function Dialog({ title, isOpen, onClose, children, footer, width = 520 }: DialogProps) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={width}
      lockScroll={false}
      transitionProps={{ duration: 110, transition: 'fade' }}
      centered
    >
      <Modal.Overlay className={classes['overlay'] ?? ''} backgroundOpacity={1} color="transparent" />
      <Modal.Content className={classes['content'] ?? ''} data-scroll-lock>
        <div className={classes['head']}>
          <Modal.Title className={classes['title'] ?? ''}>{title}</Modal.Title>
          <IconButton label="Close" size="small" onClick={onClose}>
            <IconX size={16} />
          </IconButton>
        </div>
        <div className={classes['body']}>{children}</div>
        {footer ? <div className={classes['foot']}>{footer}</div> : null}
      </Modal.Content>
    </Modal.Root>
  )
}
