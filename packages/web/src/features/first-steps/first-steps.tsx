import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CommandBox } from '../../components/command/command-box.tsx'
import { trpc } from '../../lib/trpc.ts'
import { Step } from '../enrolment/step.tsx'
import { firstCommands, loginCommand, type EmptyPlace } from './first-commands.ts'
import classes from './first-steps.module.css'

/** The control plane is asked this often whether a token was used since. */
const EVERY_MS = 5000

/** How an empty place is filled from a shell: sign in to this control plane, then what fills it. A step ticks itself when the control plane has seen it. */
export function FirstSteps({ of: place, project: chosen }: { of: EmptyPlace; project?: string }) {
  const tokens = useQuery(
    trpc.tokens.list.queryOptions({}, { refetchInterval: ({ state }) => (wasUsed(state.data) ? false : EVERY_MS) }),
  )
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const departments = useQuery(trpc.departments.list.queryOptions({}))
  const project = chosen ?? projects.data?.items.find(({ archivedAt }) => archivedAt === null)?.name
  const isSignedIn = wasUsed(tokens.data)
  const commands = firstCommands(place, project)
  const isDone = (command: string) =>
    (command.startsWith('fairlead department add') &&
      (project !== undefined || (departments.data?.items.length ?? 0) > 0)) ||
    (command.startsWith('fairlead project add') && project !== undefined)
  const next = isSignedIn ? commands.findIndex(({ command }) => !isDone(command)) : -1
  return (
    <section className={classes['box']} aria-label="From a shell">
      <ol className={classes['steps']}>
        <Step
          number={1}
          title="Sign in from a shell"
          state={isSignedIn ? 'done' : 'active'}
          detail={isSignedIn ? 'a token of yours was used' : undefined}
        >
          {isSignedIn ? null : (
            <>
              <p className={classes['text']}>
                It asks for a token, which you create under <Link to="/settings/tokens">Settings, Tokens</Link>. The
                program itself is under <Link to="/settings/installation">Settings, Installation</Link>.
              </p>
              <CommandBox title="From a shell" commands={[{ name: 'CLI', text: loginCommand(location.origin) }]} />
            </>
          )}
        </Step>
        {commands.map(({ title, command }, index) => (
          <Step
            key={command}
            number={index + 2}
            title={title}
            state={isDone(command) ? 'done' : index === next ? 'active' : 'waiting'}
          >
            {isDone(command) ? null : (
              <CommandBox title="From a shell" commands={[{ name: 'CLI', text: command }]} isWrapped />
            )}
          </Step>
        ))}
      </ol>
    </section>
  )
}

/** Somebody signed in with one of them, or a program did. */
function wasUsed(tokens: { items: readonly { lastUsedAt: string | null }[] } | undefined): boolean {
  return tokens?.items.some(({ lastUsedAt }) => lastUsedAt !== null) ?? false
}
