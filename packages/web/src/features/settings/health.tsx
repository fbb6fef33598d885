import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Mark } from '../../components/mark/mark.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { Section } from '../../components/page/section.tsx'
import { Read } from '../../components/states/read.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { useLiveState } from '../../lib/live/live-client.ts'
import { useOldSince } from '../../lib/old-since.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan, useWhoami } from '../../lib/whoami.ts'
import { agentVersions } from './agent-versions.ts'

const EVERY_MS = 10_000

/** Whether this installation works: who schedules, when it last did, which versions run where, and how news come here. */
export function Health() {
  const overview = useQuery(trpc.overview.get.queryOptions({}, { refetchInterval: EVERY_MS }))
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const { status, since } = useLiveState()
  const version = useWhoami()?.version
  const oldSince = useOldSince([overview], EVERY_MS)
  return (
    <Section title="Health" note="of this control plane and what it talks to" oldSince={oldSince}>
      <Read query={overview} what="health of the installation" rows={4}>
        {({ leader, lastRound, clusters: { total, connected } }) => (
          <Facts
            items={[
              [
                'Scheduling',
                <Works key="leader" isGood={leader.alive} word={leader.alive ? 'Scheduling' : 'Nobody schedules'}>
                  {`lease number ${formatNumber(leader.epoch)}`}
                </Works>,
              ],
              [
                'Last round',
                lastRound ? (
                  <span key="round" data-moves>
                    round {formatNumber(lastRound.id)}, {formatNumber(lastRound.planMicros / 1000, 1)} ms,{' '}
                    <TimeAgo at={lastRound.at} />
                  </span>
                ) : (
                  'none yet'
                ),
              ],
              [
                'Whole queue',
                leader.lookedAt ? (
                  <span key="looked" data-moves>
                    looked at <TimeAgo at={leader.lookedAt} />; it is when something changes, and while work waits
                  </span>
                ) : undefined,
              ],
              [
                'Clusters',
                <Works
                  key="clusters"
                  isGood={connected === total}
                  word={connected === total ? 'Connected' : 'Not all connected'}
                >
                  <Link to="/clusters">{`${formatNumber(connected)} of ${formatNumber(total)}`}</Link>
                </Works>,
              ],
              [
                'News',
                <Works key="news" isGood={status === 'live'} word={status === 'live' ? 'Arriving' : 'Not arriving'}>
                  since <TimeAgo at={new Date(since).toISOString()} />
                </Works>,
              ],
              ['Control plane', version],
              [
                'Agents',
                clusters.data
                  ? agentVersions(clusters.data.items)
                      .map(({ version: of, count, skew }) => `${plural(count, 'cluster')} with ${of}${skew}`)
                      .join(', ') || 'none yet'
                  : undefined,
              ],
            ]}
          />
        )}
      </Read>
    </Section>
  )
}

function Works({ isGood, word, children }: { isGood: boolean; word: string; children: ReactNode }) {
  return (
    <span>
      <Mark tone={isGood ? 'running' : 'failed'} shape={isGood ? 'circle' : 'square'}>
        {word}
      </Mark>{' '}
      {children}
    </span>
  )
}
