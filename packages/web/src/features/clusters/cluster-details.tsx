import { Tag } from '../../components/mark/tag.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { Section } from '../../components/page/section.tsx'
import { ExactTime } from '../../components/time/time.tsx'
import { formatDuration } from '../../lib/format/time.ts'
import type { Cluster } from './cluster-health.tsx'
import { LOG_POLICIES } from './log-policies.ts'
import classes from './cluster-page.module.css'

/** What is known of a cluster besides what it has and can do. */
export function ClusterDetails({ cluster }: { cluster: Cluster }) {
  const policy = LOG_POLICIES.find(({ value }) => value === cluster.logPolicy)
  const labels = Object.entries(cluster.labels)
  const skew = cluster.clockSkewMs
  return (
    <Section title="Facts">
      <Facts
        items={[
          ['Id', <code key="id">{cluster.id}</code>],
          ['State', cluster.state],
          ['Platform', cluster.platform ? `${cluster.platform.os} ${cluster.platform.version}` : null],
          ['Driver', cluster.driver],
          ['Agent', cluster.agentVersion],
          [
            'Clock',
            skew === null
              ? null
              : Math.abs(skew) < 1000
                ? 'right'
                : `${formatDuration(Math.abs(skew))} ${skew > 0 ? 'ahead' : 'behind'}`,
          ],
          ['Log policy', policy ? `${policy.label}: ${policy.about}` : cluster.logPolicy],
          ['Added', <ExactTime key="added" at={cluster.createdAt} />],
          ['Enrolled', <ExactTime key="enrolled" at={cluster.enrolledAt} />],
          [
            'Labels',
            labels.length > 0 ? (
              <span key="labels" className={classes['tags']}>
                {labels.map(([name, value]) => (
                  <Tag key={name}>{`${name}=${value}`}</Tag>
                ))}
              </span>
            ) : null,
          ],
        ]}
      />
    </Section>
  )
}
