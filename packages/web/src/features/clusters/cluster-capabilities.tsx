import { IconShieldCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Tag } from '../../components/mark/tag.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { Section } from '../../components/page/section.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import type { Outputs } from '../../lib/trpc.ts'
import { Checks } from '../enrolment/checks.tsx'
import { controllersOf, describePolicy, missingByNamespace, type Capabilities } from './describe-policy.ts'
import classes from './cluster-page.module.css'

/** What a cluster can do, what its owner allows there, and whether its agent has all that it needs. */
export function ClusterCapabilities({ cluster }: { cluster: Outputs['clusters']['get'] }) {
  const { capabilities } = cluster
  return (
    <div className={classes['two']}>
      <div className={classes['stack']}>
        {capabilities ? <Abilities capabilities={capabilities} driver={cluster.driver} /> : <Unknown />}
      </div>
      <div className={classes['stack']}>
        <Section title="Checks" note="by its agent, from inside the cluster">
          <div className={classes['stack']}>
            <Checks cluster={cluster.name} />
          </div>
        </Section>
        {capabilities ? <OwnerPolicy policy={capabilities.policy} /> : null}
      </div>
    </div>
  )
}

function Unknown() {
  return (
    <Section title="What it can do">
      <p className={classes['dim']}>Its agent has not said yet.</p>
    </Section>
  )
}

function Abilities({ capabilities, driver }: { capabilities: Capabilities; driver: string | null }) {
  const { kubernetes, apis, storageClasses, namespaces, metricSources, missingRights } = capabilities
  return (
    <>
      <Section
        title="What it can do"
        note={
          <>
            found <TimeAgo at={capabilities.observedAt} />
          </>
        }
      >
        <Facts
          items={[
            ['Kubernetes', kubernetes ? `${kubernetes.version} on ${kubernetes.platform}` : notThere(driver)],
            ['Namespaces', tags(namespaces, kubernetes ? 'none: give its chart projectNamespaces' : null)],
            ['Usage comes from', tags(metricSources, 'nowhere: usage of its work is not shown')],
          ]}
        />
      </Section>
      {missingRights.length > 0 ? <MissingRights missing={missingRights} /> : null}
      {kubernetes ? (
        <>
          <Section title="Controllers found" isFlush>
            {apis.length === 0 ? (
              <p className={classes['empty']}>None. Every kind of work is made of what each Kubernetes has.</p>
            ) : (
              <SimpleTable
                label="Controllers found"
                rows={controllersOf(apis)}
                keyOf={({ name }) => name}
                columns={[
                  { id: 'name', header: 'Controller', cell: ({ name }) => name },
                  { id: 'use', header: 'Can make', cell: ({ use }) => use },
                  { id: 'versions', header: 'Versions', cell: ({ versions }) => versions },
                ]}
              />
            )}
          </Section>
          <Section title="Storage classes" isFlush>
            {storageClasses.length === 0 ? (
              <p className={classes['empty']}>None. Volumes of work’s own need one.</p>
            ) : (
              <SimpleTable
                label="Storage classes"
                rows={storageClasses}
                keyOf={({ name }) => name}
                columns={[
                  {
                    id: 'name',
                    header: 'Name',
                    cell: ({ name, isDefault }) => (
                      <>
                        {name} {isDefault ? <Tag kind="accent">default</Tag> : null}
                      </>
                    ),
                  },
                  { id: 'provisioner', header: 'Provisioner', cell: ({ provisioner }) => <code>{provisioner}</code> },
                  {
                    id: 'shared',
                    header: 'Several nodes may write',
                    cell: ({ isShared }) => (isShared === null ? 'not known' : isShared ? 'yes' : 'no'),
                  },
                ]}
              />
            )}
          </Section>
        </>
      ) : null}
    </>
  )
}

function MissingRights({ missing }: { missing: Capabilities['missingRights'] }) {
  return (
    <Section title="Missing rights" isFlush>
      <div className={classes['lead']}>
        <Notice tone="warn" title="Some work cannot be made there.">
          Name these namespaces in <code>projectNamespaces</code> of the agent’s chart and upgrade it: the chart makes
          the roles. Where roles are made by hand, add what is listed here.
        </Notice>
      </div>
      <SimpleTable
        label="Missing rights"
        rows={missingByNamespace(missing)}
        keyOf={({ namespace }) => namespace}
        columns={[
          {
            id: 'namespace',
            header: 'Namespace',
            cell: ({ namespace }) => (namespace === '' ? 'the whole cluster' : namespace),
          },
          { id: 'rights', header: 'May not', cell: ({ rights }) => <code>{rights}</code> },
        ]}
      />
    </Section>
  )
}

function OwnerPolicy({ policy }: { policy: Capabilities['policy'] }) {
  const sentences = describePolicy(policy)
  return (
    <Section title="What its owner allows" note="kept by its agent, whatever it is told">
      {sentences.length === 0 ? (
        <p className={classes['dim']}>Everything: no limit is set in its agent’s own configuration.</p>
      ) : (
        <ul className={classes['policy']}>
          {sentences.map((sentence) => (
            <li key={sentence}>
              <IconShieldCheck size={15} aria-hidden />
              {sentence}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function notThere(driver: string | null): string {
  if (driver === 'simulated') return 'none: its work only pretends'
  return driver === 'local' ? 'none: its work is processes on a host' : 'none'
}

function tags(names: readonly string[], none: string | null): ReactNode {
  if (names.length === 0) return none
  return (
    <span className={classes['tags']}>
      {names.map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
    </span>
  )
}
