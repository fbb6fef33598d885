import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { MadeToken } from './made-token.tsx'
import { tokenCommands } from './settings-commands.ts'

const OVERLAPS = [
  { value: '0', label: 'not at all' },
  { value: '24', label: 'a day' },
  { value: '72', label: 'three days' },
  { value: '168', label: 'a week' },
] as const

/** Puts a new token in the place of one, which works on until everybody uses the new one. */
export function RotateTokenDialog({
  token,
  onClose,
}: {
  token: Outputs['tokens']['list']['items'][number]
  onClose: () => void
}) {
  const [overlap, setOverlap] = useState<(typeof OVERLAPS)[number]['value']>('24')
  const rotate = useDeed(trpc.tokens.rotate.mutationOptions(), { reads: [trpc.tokens] })
  if (rotate.data) return <MadeToken made={rotate.data} onClose={onClose} />
  return (
    <Dialog
      title={`Replace ${token.name}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button
            variant="primary"
            isBusy={rotate.isPending}
            onClick={() => rotate.mutate({ tokenId: token.id, overlapHours: Number(overlap) })}
          >
            Create the new token
          </Button>
        </>
      }
    >
      <p>
        The new token may what this one may, from the same networks, and is good for as long as this one was made for.
        Until this one ends, both work.
      </p>
      <Segments label="How long this one still works" options={OVERLAPS} value={overlap} onChange={setOverlap} />
      <CommandBox title="The same by hand" commands={tokenCommands.rotate(token.id, Number(overlap))} />
      <ProblemNotice error={rotate.error} />
    </Dialog>
  )
}
