import { Mark } from '../../components/mark/mark.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { grantText, type Grant } from './effective-access.ts'
import type { UserState as State } from './users-search.ts'

/** Whether somebody gets in: they have been in, have not been yet, or are kept out. */
export function UserState({ state }: { state: State }) {
  if (state === 'disabled')
    return (
      <Mark tone="done" shape="dash">
        Disabled
      </Mark>
    )
  if (state === 'invited')
    return (
      <Mark tone="pending" shape="diamond">
        Invited
      </Mark>
    )
  return (
    <Mark tone="running" shape="circle">
      Active
    </Mark>
  )
}

/** A role with its place, and its end if it has one. */
export function RoleTag({ grant }: { grant: Grant }) {
  return (
    <Tag {...(grant.role === 'admin' ? { kind: 'accent' as const } : {})}>
      {grantText(grant)}
      {grant.expiresAt ? (
        <>
          , ends <TimeAgo at={grant.expiresAt} />
        </>
      ) : null}
    </Tag>
  )
}
