import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Button } from '../button/button.tsx'
import { IconButton } from '../button/icon-button.tsx'
import { useCopy } from './use-copy.ts'

/** Copies a text: as a small picture, or with words when it is the main thing to do. */
export function CopyButton({ text, label, isWide = false }: { text: string; label: string; isWide?: boolean }) {
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
    <IconButton label={isCopied ? 'Copied' : label} size="small" onClick={() => copy(text)}>
      {icon}
    </IconButton>
  )
}
