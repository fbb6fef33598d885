import { useMemo, useState } from 'react'
import { Textarea } from '../../components/input/textarea.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { problemOf } from '../../lib/problem.ts'
import { api, trpc } from '../../lib/trpc.ts'
import { orgCommands } from './org-commands.ts'
import type { Quota } from './quota-lines.ts'
import { readSheet, type SheetRow } from './read-sheet.ts'

/** The field grows with what is pasted. */
const ROWS_MIN = 4
const ROWS_MAX = 10

interface PasteDialogProps {
  pool: string
  /** Quotas of that pool. */
  quotas: readonly Quota[]
  onClose: () => void
}

interface Refusal {
  row: SheetRow
  why: string
}

/** Sets one after the other; answers those that were refused. */
async function setAll(rows: readonly SheetRow[]): Promise<Refusal[]> {
  const refused: Refusal[] = []
  for (const row of rows) {
    try {
      await api.quotas.set.mutate(row.request)
    } catch (error) {
      refused.push({ row, why: sentence(problemOf(error).message) })
    }
  }
  return refused
}

/** Takes a block of cells from a spreadsheet: shows what it would change and which cells are refused, and sets the quotas when told to. */
export function PasteDialog({ pool, quotas, onClose }: PasteDialogProps) {
  const [text, setText] = useState('')
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const sheet = useMemo(() => readSheet(text, quotas), [text, quotas])
  const commands = sheet.rows.flatMap(({ quota, request }) => orgCommands.setQuota(quota, request))
  const byName = ['CLI', 'curl'].map((name) => ({
    name,
    text: commands.flatMap((one) => (one.name === name ? [one.text] : [])).join('\n'),
  }))
  const apply = useDeed(
    { mutationFn: setAll },
    {
      said: (refused, rows) =>
        refused.length > 0
          ? undefined
          : { title: `${plural(rows.length, 'quota')} set in node pool ${pool}`, audit: { action: 'quota.set' } },
      commands: byName,
      reads: [trpc.quotas, trpc.queues.list],
      after: (refused) => {
        setRefusals(refused)
        if (refused.length === 0) onClose()
      },
    },
  )
  return (
    <Dialog
      title={`Quotas from a sheet, node pool ${pool}`}
      isOpen
      onClose={onClose}
      width={760}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button
            variant="primary"
            disabled={sheet.rows.length === 0 || sheet.refused.length > 0}
            isBusy={apply.isPending}
            onClick={() => apply.mutate(sheet.rows)}
          >
            {sheet.rows.length === 0 ? 'Set quotas' : `Set ${plural(sheet.rows.length, 'quota')}`}
          </Button>
        </>
      }
    >
      <Textarea
        label="Cells"
        description="Copy them in a spreadsheet and paste them here: names of projects or departments first, then columns under heads such as gpu, gpu limit, cpu, memory, gpu weight, rank. Without heads: GPU, CPU cores, memory in GiB. An empty cell changes nothing."
        rows={Math.min(Math.max(text.split('\n').length, ROWS_MIN), ROWS_MAX)}
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setRefusals([])
        }}
      />
      {sheet.refused.length > 0 ? (
        <Notice
          tone="warn"
          title={`${plural(sheet.refused.length, 'cell')} cannot be taken. Nothing is set until all can.`}
        >
          <ul aria-label="Refused cells">
            {sheet.refused.map((cell) => (
              <li key={`${cell.row} ${cell.column}`}>
                Row {cell.row}, {cell.column}: <code>{cell.text || 'empty'}</code> — {cell.why}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {refusals.length > 0 ? (
        <Notice tone="warn" title={`${plural(refusals.length, 'quota')} could not be set; the others are.`}>
          <ul aria-label="Refused quotas">
            {refusals.map(({ row, why }) => (
              <li key={row.quota.queue.id}>
                {row.quota.queue.name}: {why}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {sheet.rows.length > 0 ? (
        <>
          <SimpleTable
            label="What would change"
            rows={sheet.rows.flatMap(({ quota, changes }) => changes.map((change) => ({ quota, change })))}
            keyOf={({ quota, change }) => `${quota.queue.id} ${change.what}`}
            columns={[
              { id: 'name', header: 'Project or department', cell: ({ quota }) => quota.queue.name },
              { id: 'what', header: 'What', cell: ({ change }) => change.what },
              { id: 'before', header: 'Now', align: 'end', cell: ({ change }) => change.before },
              { id: 'after', header: 'Then', align: 'end', cell: ({ change }) => change.after },
            ]}
          />
          <CommandBox title="The same by hand" commands={byName} />
        </>
      ) : null}
      {sheet.same > 0 ? <p>{plural(sheet.same, 'row')} say what is so already.</p> : null}
    </Dialog>
  )
}
