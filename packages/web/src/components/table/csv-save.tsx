import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { IconButton } from '../button/icon-button.tsx'
import { toast } from '../toast/toasts.ts'

export interface CsvKeys {
  /** What is in the file, where a page has several: `prices`. The others have no key. */
  of?: string
  /** The key that does it. */
  keys?: string
}

interface CsvSaveProps extends CsvKeys {
  /** Hands the file to the reader, and answers how many rows it has. */
  save: () => Promise<number>
}

/** The button and the key of a file, and what is said of it when it is there. */
export function CsvSave({ of, keys = 'e', save }: CsvSaveProps) {
  const [isBusy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    try {
      toast({ tone: 'success', title: `${plural(await save(), 'row')} in the file`, detail: 'Times are in UTC.' })
    } catch (error) {
      toast({ tone: 'error', title: 'The file could not be made', detail: sentence(problemOf(error).message) })
    } finally {
      setBusy(false)
    }
  }
  const onClick = () => void (isBusy || start())
  const label = of === undefined ? 'Download as CSV' : `Download ${of} as CSV`
  return (
    <>
      {of === undefined ? <CsvKey keys={keys} save={onClick} /> : null}
      <IconButton
        label={label}
        {...(of === undefined ? { shortcut: keys.toUpperCase() } : {})}
        disabled={isBusy}
        onClick={onClick}
      >
        <IconDownload size={16} />
      </IconButton>
    </>
  )
}

function CsvKey({ keys, save }: { keys: string; save: () => void }) {
  useShortcut(keys, 'Download as CSV', 'This page', save)
  return null
}
