import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { Read } from '../../components/states/read.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { Pair } from '../../components/table/pair.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { useNow } from '../../lib/clock.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { FirstSteps } from '../first-steps/first-steps-soon.tsx'
import { TOKEN_CSV } from './people-csv.ts'
import { tokenCommands } from './settings-commands.ts'
import classes from './settings.module.css'

type Token = Outputs['tokens']['list']['items'][number]
const SOON_MS = 14 * 86_400_000
const UNUSED_MS = 90 * 86_400_000

const NewTokenDialog = lazy(() =>
  import('./new-token-dialog.tsx').then((module) => ({ default: module.NewTokenDialog })),
)

const RotateTokenDialog = lazy(() =>
  import('./rotate-token-dialog.tsx').then((module) => ({ default: module.RotateTokenDialog })),
)

/** The reader's own tokens, for the CLI and for programs. */
export function Tokens() {
  const now = useNow(30_000)
  const tokens = useQuery(trpc.tokens.list.queryOptions({}))
  const [isMaking, setMaking] = useState(false)
  const [old, setOld] = useState<Token>()
  const [doomed, setDoomed] = useState<Token>()
  useShortcut('n', 'New token', 'This page', () => setMaking(true))
  useRowKey('r', 'Replace the token of the row')
  const make = (
    <Button variant="primary" icon={<IconPlus size={15} />} onClick={() => setMaking(true)}>
      New token
    </Button>
  )
  return (
    <>
      <Section
        title="Your tokens"
        note="for the CLI and for programs"
        isFlush
        actions={
          <>
            <CopyAs commands={tokenCommands.list()} />
            <CsvButton name="tokens" columns={TOKEN_CSV} readPage={wholeList(tokens.data?.items ?? [])} />
            {make}
          </>
        }
      >
        <Read query={tokens} what="tokens" rows={3}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="No token yet" steps={<FirstSteps of="tokens" />}>
                A token lets the CLI or a program act as you, with no more rights than you have. Create one here, and
                sign in with it.
              </EmptyState>
            ) : (
              <SimpleTable
                label="Tokens"
                rows={items}
                keyOf={(token) => token.id}
                columns={[
                  {
                    id: 'name',
                    header: 'Name',
                    cell: (token) => <Pair first={token.name} second={<code>{token.prefix}…</code>} />,
                  },
                  { id: 'state', header: 'State', cell: (token) => <TokenState token={token} /> },
                  {
                    id: 'permissions',
                    header: 'Permissions',
                    cell: (token) => (
                      <Pair
                        first={token.permissions === null ? 'all that you have' : token.permissions.join(', ')}
                        second={`from ${token.allowedCidrs?.join(', ') ?? 'anywhere'}`}
                      />
                    ),
                  },
                  { id: 'made', header: 'Created', cell: (token) => <TimeAgo at={token.createdAt} /> },
                  {
                    id: 'used',
                    header: 'Last used',
                    cell: (token) =>
                      token.lastUsedAt ? (
                        <Pair
                          first={<TimeAgo at={token.lastUsedAt} />}
                          second={token.lastUsedIp === null ? null : `from ${token.lastUsedIp}`}
                        />
                      ) : (
                        'never'
                      ),
                  },
                  { id: 'ends', header: 'Expires', cell: (token) => <TimeAgo at={token.expiresAt} /> },
                  {
                    id: 'actions',
                    header: 'Actions',
                    align: 'end',
                    cell: (token) =>
                      token.revokedAt === null && Date.parse(token.expiresAt) > now ? (
                        <span className={classes['buttons']}>
                          {token.replacedBy === null ? (
                            <Button size="small" data-key="r" onClick={() => setOld(token)}>
                              Replace
                            </Button>
                          ) : null}
                          <Button size="small" variant="danger" onClick={() => setDoomed(token)}>
                            Revoke
                          </Button>
                        </span>
                      ) : null,
                  },
                ]}
              />
            )
          }
        </Read>
      </Section>
      <Suspense fallback={null}>{isMaking ? <NewTokenDialog onClose={() => setMaking(false)} /> : null}</Suspense>
      <Suspense fallback={null}>
        {old ? <RotateTokenDialog token={old} onClose={() => setOld(undefined)} /> : null}
      </Suspense>
      {doomed ? <RevokeToken token={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </>
  )
}

function TokenState({ token }: { token: Token }) {
  const now = useNow(30_000)
  const left = Date.parse(token.expiresAt) - now
  if (token.revokedAt) {
    return (
      <Mark tone="done" shape="dash">
        Revoked
      </Mark>
    )
  }
  if (left <= 0) {
    return (
      <Mark tone="done" shape="dash">
        Expired
      </Mark>
    )
  }
  if (token.replacedBy !== null) {
    return (
      <Mark tone="pending" shape="half">
        Replaced, works until its end
      </Mark>
    )
  }
  if (now - Date.parse(token.lastUsedAt ?? token.createdAt) > UNUSED_MS) {
    return (
      <Mark tone="pending" shape="diamond">
        Not used for 90 days
      </Mark>
    )
  }
  if (left < SOON_MS) {
    return (
      <Mark tone="pending" shape="diamond">
        Expires soon
      </Mark>
    )
  }
  return (
    <Mark tone="running" shape="circle">
      Active
    </Mark>
  )
}

function RevokeToken({ token, onClose }: { token: Token; onClose: () => void }) {
  const commands = tokenCommands.revoke(token.id)
  const revoke = useDeed(trpc.tokens.revoke.mutationOptions(), {
    said: () => ({ title: `Token ${token.name} is revoked`, detail: 'It stops working within five seconds.' }),
    commands,
    reads: [trpc.tokens],
    after: onClose,
  })
  return (
    <ConfirmDialog
      title={`Revoke ${token.name}`}
      isOpen
      onClose={onClose}
      isDanger
      consequence="Whatever uses it is refused within five seconds. It cannot be taken back; a new token is quickly created."
      action="Revoke token"
      commands={commands}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ tokenId: token.id })}
    />
  )
}
