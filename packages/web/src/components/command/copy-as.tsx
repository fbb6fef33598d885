import { IconTerminal2 } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useShortcut } from '../../lib/shortcuts.ts'
import { IconButton } from '../button/icon-button.tsx'
import { Dropdown } from '../dropdown/dropdown.tsx'
import { CommandBox, type Commands } from './command-box.tsx'
import classes from './command.module.css'

/** What is on screen, as a command. */
export function CopyAs({ commands, title = 'This list by hand' }: { commands: Commands; title?: string }) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  useShortcut('c', 'Copy as CLI', 'This page', () => setOpen(true))
  return (
    <>
      <IconButton ref={anchor} label="Copy as CLI" shortcut="C" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconTerminal2 size={16} />
      </IconButton>
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} align="end">
          <div className={classes['popup']} role="group" aria-label={title}>
            <CommandBox title={title} commands={commands} />
          </div>
        </Dropdown>
      ) : null}
    </>
  )
}
