import { IconCheck, IconX } from '@tabler/icons-react'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { clusterCommands } from '../clusters/cluster-commands.ts'
import classes from './enrol-page.module.css'

/** The self-test of an agent with every path that it needs: what it looked at, and the fix for each thing that is not right. */
export function Checks({ cluster }: { cluster: string }) {
  const reads = [trpc.clusters]
  const check = useDeed(trpc.clusters.check.mutationOptions(), { reads })
  useShortcut('r', 'Run checks', 'This page', () => check.isPending || check.mutate({ cluster, network: true }))
  return (
    <>
      <div className={classes['line']}>
        <Button
          variant={check.data ? 'default' : 'primary'}
          isBusy={check.isPending}
          onClick={() => check.mutate({ cluster, network: true })}
        >
          {check.data ? 'Run checks again' : 'Run checks'}
        </Button>
        {check.data ? (
          <span className={classes['dim']}>
            {verdict(check.data.lines)}, checked <TimeAgo at={check.data.at} />
          </span>
        ) : null}
      </div>
      <ProblemNotice error={check.error} />
      {check.data ? (
        <CheckLines lines={check.data.lines} />
      ) : (
        <CommandBox title="The same by hand" commands={clusterCommands.check(cluster)} />
      )}
    </>
  )
}

function verdict(lines: Outputs['clusters']['check']['lines']): string {
  const bad = lines.filter(({ ok }) => !ok).length
  return bad === 0 ? `all ${lines.length} are in order` : `${bad} of ${plural(lines.length, 'line')} need a look`
}

function CheckLines({ lines }: { lines: Outputs['clusters']['check']['lines'] }) {
  return (
    <ul className={classes['checks']}>
      {lines
        .toSorted((a, b) => Number(a.ok) - Number(b.ok))
        .map((line) => (
          <li key={line.name} className={classes['check']}>
            <span
              className={classes[line.ok ? 'ok' : 'bad']}
              role="img"
              aria-label={line.ok ? 'in order' : 'not in order'}
            >
              {line.ok ? <IconCheck size={15} /> : <IconX size={15} />}
            </span>
            <span>{line.name}</span>
            <span>{line.detail}</span>
            {line.fix ? (
              <span className={classes['fix']}>
                <b>Fix:</b> {line.fix}
              </span>
            ) : null}
          </li>
        ))}
    </ul>
  )
}
