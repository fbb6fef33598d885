import { UnstyledButton } from '@mantine/core'
import { IconKey, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { ActionItem, ActionMenu } from '../../components/menu/menu.tsx'
import { useTheme } from '../../lib/use-theme.ts'
import { useWhoami } from '../../lib/whoami.ts'
import { signOut } from '../identity/session.ts'
import classes from './shell.module.css'

/** Who is signed in, and what belongs to them. */
export function UserMenu() {
  const whoami = useWhoami()
  const navigate = useNavigate()
  const { isDark, setTheme } = useTheme()
  if (!whoami) return null
  const { name, email } = whoami.user
  return (
    <ActionMenu
      label="Account"
      target={
        <UnstyledButton className={classes['avatar'] ?? ''} aria-label={`${initials(name)}: account of ${name}`}>
          {initials(name)}
        </UnstyledButton>
      }
    >
      <div className={classes['who']} role="none">
        <strong>{name}</strong>
        <span>{email}</span>
        <br />
        <span>{whoami.organization.displayName}</span>
      </div>
      <ActionItem
        icon={isDark ? <IconSun size={15} /> : <IconMoon size={15} />}
        onClick={() => setTheme(isDark ? 'light' : 'dark')}
      >
        {isDark ? 'Light appearance' : 'Dark appearance'}
      </ActionItem>
      <ActionItem icon={<IconKey size={15} />} onClick={() => void navigate({ to: '/settings/tokens' })}>
        Tokens
      </ActionItem>
      <ActionItem icon={<IconSettings size={15} />} onClick={() => void navigate({ to: '/settings' })}>
        Settings
      </ActionItem>
      <ActionItem icon={<IconLogout size={15} />} onClick={() => void signOut().then(() => navigate({ to: '/sign-in' }))}>
        Sign out
      </ActionItem>
    </ActionMenu>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase() || '?'
}
