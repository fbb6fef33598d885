import { useQuery } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { CopyButton } from '../../components/command/copy-button.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatBytes } from '../../lib/format/bytes.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { Health } from './health.tsx'
import { installationCommands } from './installation-commands.ts'
import classes from './settings.module.css'

const VerifyDialog = lazy(() => import('./verify-dialog.tsx').then((module) => ({ default: module.VerifyDialog })))

/** How this control plane is, its licence, and what it hands out. */
export function Installation() {
  return (
    <>
      <Health />
      <Licence />
      <Downloads />
    </>
  )
}

const STATES = {
  none: 'no licence is laid down',
  valid: 'valid',
  expired: 'ended',
  'over-limit': 'more is used than it is for',
  unreadable: 'cannot be read',
} as const

function Licence() {
  const licence = useQuery(trpc.licence.get.queryOptions({}))
  const { terms, use, warnings = [] } = licence.data ?? {}
  const used = (count: number | undefined, limit: number | undefined) =>
    limit === undefined ? formatNumber(count) : `${formatNumber(count)} of ${formatNumber(limit)}`
  return (
    <Section
      title="Licence"
      note="it warns, and stops nothing"
      actions={<CopyAs commands={installationCommands.licence()} title="The licence by hand" />}
    >
      {licence.isPending ? (
        <SkeletonRows what="licence" rows={3} />
      ) : licence.isError && !licence.data ? (
        <ErrorState
          title="The licence could not be read"
          error={licence.error}
          onRetry={() => void licence.refetch()}
        />
      ) : (
        <div className={classes['stack']}>
          {warnings.map((warning) => (
            <Notice key={warning} tone="warn" title={sentence(warning)} />
          ))}
          <Facts
            items={[
              ['State', licence.data ? STATES[licence.data.state] : undefined],
              ['Licence', terms ? `${terms.id}, for ${terms.organization}` : undefined],
              ['Ends', terms ? (terms.expiresAt?.slice(0, 10) ?? 'never') : undefined],
              ['Clusters', used(use?.clusters, terms?.limits.clusters)],
              ['GPUs', used(use?.gpus, terms?.limits.gpus)],
              ['Users', used(use?.users, terms?.limits.users)],
            ]}
          />
        </div>
      )}
    </Section>
  )
}

function Downloads() {
  const downloads = useQuery(trpc.downloads.list.queryOptions({}))
  const { items = [], version, problem } = downloads.data ?? {}
  const [checked, setChecked] = useState<Outputs['downloads']['list']['items'][number]>()
  useRowKey('c', 'Copy the hash of the row')
  useRowKey('v', 'Verify the file of the row')
  return (
    <Section
      title="Downloads"
      note={
        version === undefined
          ? undefined
          : items.length > 0 && problem !== null && problem !== undefined
            ? sentence(problem)
            : `for version ${version}, from this control plane itself`
      }
      isFlush
    >
      {downloads.isPending ? (
        <SkeletonRows what="downloads" rows={3} />
      ) : downloads.isError && !downloads.data ? (
        <ErrorState
          title="The downloads could not be listed"
          error={downloads.error}
          onRetry={() => void downloads.refetch()}
        />
      ) : items.length === 0 ? (
        <EmptyState title="Nothing to download here">
          <p>{sentence(problem ?? '')}</p>
          <p>
            From a clone of the source, <code>pnpm downloads</code> makes them.
          </p>
        </EmptyState>
      ) : (
        <SimpleTable
          label="Downloads"
          rows={items}
          keyOf={({ name }) => name}
          columns={[
            { id: 'title', header: 'What', cell: ({ title }) => <strong>{title}</strong> },
            {
              id: 'name',
              header: 'File',
              cell: ({ name, url }) => (
                <a href={new URL(url).pathname} download={name}>
                  <IconDownload size={14} aria-hidden /> {name}
                </a>
              ),
            },
            { id: 'bytes', header: 'Size', align: 'end', cell: ({ bytes }) => formatBytes(bytes) },
            {
              id: 'sha256',
              header: 'SHA-256',
              cell: ({ name, sha256 }) => (
                <span className={classes['named']}>
                  <code title={sha256}>{sha256.slice(0, 12)}…</code>
                  <CopyButton text={`${sha256}  ${name}`} label={`Copy the hash of ${name}`} rowKey="c" />
                </span>
              ),
            },
            {
              id: 'actions',
              header: 'Actions',
              align: 'end',
              cell: (item) => (
                <Button size="small" data-key="v" aria-label={`Verify ${item.name}`} onClick={() => setChecked(item)}>
                  Verify
                </Button>
              ),
            },
          ]}
        />
      )}
      <Suspense fallback={null}>
        {checked ? <VerifyDialog item={checked} onClose={() => setChecked(undefined)} /> : null}
      </Suspense>
    </Section>
  )
}
