import { Link } from '@tanstack/react-router'
import { Meter } from '../../components/bars/meter.tsx'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { ClusterHealth, type Cluster } from '../clusters/cluster-health.tsx'

/** More would push the rest of the page away; the list of clusters has them all. */
const SHOWN_MAX = 6
const WORST_FIRST = ['offline', 'degraded', 'enrolling', 'healthy']

/** How each cluster is, the worst first. */
export function ClustersSection({
  clusters,
  oldSince,
}: {
  clusters: readonly Cluster[]
  oldSince: number | undefined
}) {
  const known = clusters
    .filter(({ state }) => state !== 'revoked')
    .toSorted((a, b) => WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health) || (a.name < b.name ? -1 : 1))
  const hidden = known.length - SHOWN_MAX
  return (
    <Section
      title="Clusters"
      oldSince={oldSince}
      note={hidden > 0 ? `and ${plural(hidden, 'more cluster', 'more clusters')}` : undefined}
      isFlush
      actions={
        <>
          <CsvButton
            name="clusters"
            of="clusters"
            columns={() => import('./overview-csv.ts').then((module) => module.CLUSTER_CSV)}
            readPage={wholeList(known)}
          />
          <ButtonLink to="/clusters" size="small">
            All clusters
          </ButtonLink>
        </>
      }
    >
      <SimpleTable
        label="Clusters"
        rows={known.slice(0, SHOWN_MAX)}
        keyOf={({ id }) => id}
        columns={[
          {
            id: 'name',
            header: 'Name',
            cell: ({ name }) => (
              <Link to="/clusters/$cluster" params={{ cluster: name }}>
                {name}
              </Link>
            ),
          },
          { id: 'health', header: 'Health', cell: (cluster) => <ClusterHealth cluster={cluster} withSince /> },
          {
            id: 'nodes',
            header: 'Nodes ready',
            align: 'end',
            cell: ({ nodes }) => `${formatNumber(nodes.ready)} / ${formatNumber(nodes.total)}`,
          },
          {
            id: 'gpu',
            header: 'GPUs',
            cell: ({ allocated, capacity }) => <Meter resource="gpu" used={allocated['gpu']} total={capacity['gpu']} />,
          },
          { id: 'runs', header: 'Runs', align: 'end', cell: ({ runs }) => formatNumber(runs) },
        ]}
      />
    </Section>
  )
}
