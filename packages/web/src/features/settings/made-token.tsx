import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { shellWord } from '../../lib/shell.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { SecretBox } from '../enrolment/secret-box.tsx'

/** A new token, shown this once. */
export function MadeToken({ made, onClose }: { made: Outputs['tokens']['create']; onClose: () => void }) {
  return (
    <Dialog
      title={`Token ${made.info.name}`}
      isOpen
      onClose={onClose}
      width={600}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <SecretBox
        name="Token"
        secret={made.token}
        note={
          <>
            It expires <TimeAgo at={made.info.expiresAt} />. Only its beginning is kept here.
          </>
        }
      />
      <CommandBox
        title="Use it"
        commands={[
          { name: 'CLI', text: `fairlead login --url ${shellWord(location.origin)}   # paste the token when asked` },
          {
            name: 'Environment',
            text: `read -rs FAIRLEAD_TOKEN && export FAIRLEAD_TOKEN   # paste the token, press Enter\nexport FAIRLEAD_URL=${shellWord(location.origin)}`,
          },
        ]}
      />
    </Dialog>
  )
}
