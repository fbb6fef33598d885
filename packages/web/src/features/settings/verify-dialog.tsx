import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { verifyCommands, verifyFile, type Expected, type Verdict } from './verify-file.ts'
import classes from './settings.module.css'

type State = { of: string; verdict?: Verdict; trouble?: string }

/** Says how a download is checked, and checks one that the reader names: here, without sending it anywhere. */
export function VerifyDialog({ item, onClose }: { item: Expected; onClose: () => void }) {
  const [state, setState] = useState<State>()
  const check = async (file: File) => {
    setState({ of: file.name })
    try {
      setState({ of: file.name, verdict: await verifyFile(file, item) })
    } catch {
      setState({ of: file.name, trouble: 'This browser could not read it whole. The command below can.' })
    }
  }
  return (
    <Dialog
      title={`Verify ${item.name}`}
      isOpen
      onClose={onClose}
      width={640}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <CommandBox title="In the folder of the file" isWrapped commands={verifyCommands(item)} />
      {globalThis.isSecureContext ? (
        <label className={classes['file']}>
          <span className={classes['name']}>Or check a file here</span>
          <span className={classes['about']}>It is read by this page and sent nowhere.</span>
          <input
            type="file"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? []
              if (file) void check(file)
            }}
          />
        </label>
      ) : (
        <Notice title="A file cannot be checked here.">
          Browsers compute hashes only on pages that were opened over HTTPS, or on the machine itself. The command works
          everywhere.
        </Notice>
      )}
      {state ? <Outcome state={state} /> : null}
    </Dialog>
  )
}

function Outcome({ state: { of, verdict, trouble } }: { state: State }) {
  if (trouble !== undefined) return <Notice tone="error" title={`${of}: ${trouble}`} />
  if (!verdict) return <Notice title={`${of} is read…`} />
  if (verdict.isSame) return <Notice title={`✓ ${of} is the file that is listed, to the last byte.`} />
  return (
    <Notice tone="error" title={`✗ ${of} is not the file that is listed.`}>
      {verdict.why}
    </Notice>
  )
}
