import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Button } from '../button/button.tsx'
import { IconButton } from '../button/icon-button.tsx'
import { useCopy } from './use-copy.ts'

interface CopyButtonProps {
  text: string
  label: string
  isWide?: boolean
  /** The key that presses it in its row: see `useRowKey`. */
  rowKey?: string
}

/** Copies a text: as a small picture, or with words when it is the main thing to do. */
export function CopyButton({ text, label, isWide = false, rowKey }: CopyButtonProps) {
  const { isCopied, copy } = useCopy()
  const icon = isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />
  if (isWide) {
    return (
      <Button icon={icon} onClick={() => copy(text)}>
        {isCopied ? 'Copied' : label}
      </Button>
    )
  }
  return (
    <IconButton label={isCopied ? 'Copied' : label} size="small" data-key={rowKey} onClick={() => copy(text)}>
      {icon}
    </IconButton>
  )
}
