import { Button } from '../../components/button/button.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { useNow } from '../../lib/clock.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { AgentCommand } from './agent-command.tsx'
import { SecretBox } from './secret-box.tsx'
import classes from './enrol-page.module.css'

export type Join = Outputs['clusters']['create']['join']

interface TokenStepProps {
  cluster: string
  /** The token, while this page still knows it. */
  join: Join | undefined
  onJoin: (join: Join) => void
}

/** The token and the command that uses it. A token that is not on screen any more is gone; another is quickly created. */
export function TokenStep({ cluster, join, onJoin }: TokenStepProps) {
  const renew = useDeed(trpc.clusters.createJoinToken.mutationOptions(), { reads: [trpc.clusters], after: onJoin })
  const now = useNow(1000)
  const isOver = join !== undefined && Date.parse(join.expiresAt) < now
  return (
    <div className={classes['box']}>
      {join && !isOver ? (
        <SecretBox
          name="Join token"
          secret={join.token}
          note={
            <>
              Good for one agent, once; it ends <TimeAgo at={join.expiresAt} everyMs={1000} />. Paste it where the
              command asks for it.
            </>
          }
        />
      ) : (
        <p className={classes['dim']}>
          {isOver ? 'The token has ended unused. ' : 'The token was shown when it was created, and is not kept here. '}
          Create a new one; an unused older one ends.
        </p>
      )}
      <AgentCommand cluster={cluster} />
      <ProblemNotice error={renew.error} />
      <div className={classes['line']}>
        <Button isBusy={renew.isPending} onClick={() => renew.mutate({ cluster })}>
          Create a new token
        </Button>
        <span className={classes['pulse']} role="status">
          Waiting for the agent to enrol
        </span>
      </div>
    </div>
  )
}
