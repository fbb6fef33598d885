import { useState, type ReactNode } from 'react'
import { TextInput } from '../input/text-input.tsx'
import { Button } from '../button/button.tsx'
import { CommandBox, type Commands } from '../command/command-box.tsx'
import { ProblemNotice } from '../states/notice.tsx'
import { Dialog } from './dialog.tsx'
import classes from './dialog.module.css'

interface ConfirmDialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** What will happen, before anything is pressed. */
  consequence: ReactNode
  action: string
  isDanger?: boolean
  /** Has to be typed first. */
  typeToConfirm?: string
  commands: Commands
  error?: unknown
  isBusy?: boolean
  isBlocked?: boolean
  onConfirm: () => void
}

/** Asks before something is done: the consequence first, the same as a command beside it, and the name typed where it cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, isOpen, onClose, consequence, action, isDanger, typeToConfirm, commands, error, isBusy } = props
  const [typed, setTyped] = useState('')
  const isTyped = typeToConfirm === undefined || typed === typeToConfirm
  const close = () => {
    setTyped('')
    onClose()
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Keep it as it is</Button>
          <Button
            variant={isDanger ? 'dangerFilled' : 'primary'}
            isBusy={isBusy ?? false}
            disabled={!isTyped || props.isBlocked === true}
            onClick={props.onConfirm}
          >
            {action}
          </Button>
        </>
      }
    >
      <div className={classes['lead']}>{consequence}</div>
      {typeToConfirm === undefined ? null : (
        <TextInput
          label={
            <>
              Type <code>{typeToConfirm}</code> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      )}
      <CommandBox title="The same by hand" commands={commands} />
      <ProblemNotice error={error} />
    </Dialog>
  )
}
