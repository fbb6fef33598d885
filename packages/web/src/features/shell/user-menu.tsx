import { IconKey, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { ActionMenu } from '../../components/menu/menu.tsx'
import { useTheme } from '../../lib/theme.ts'
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
      head={
        <div className={classes['who']}>
          <strong>{name}</strong>
          <span>{email}</span>
          <span>{whoami.organization.displayName}</span>
        </div>
      }
      target={(props) => (
        <button
          type="button"
          {...props}
          className={classes['avatar']}
          aria-label={`${initials(name)}: account of ${name}`}
        >
          {initials(name)}
        </button>
      )}
      actions={[
        {
          id: 'theme',
          name: isDark ? 'Light appearance' : 'Dark appearance',
          icon: isDark ? <IconSun size={15} /> : <IconMoon size={15} />,
          run: () => setTheme(isDark ? 'light' : 'dark'),
        },
        {
          id: 'tokens',
          name: 'Tokens',
          icon: <IconKey size={15} />,
          run: () => void navigate({ to: '/settings/tokens' }),
        },
        {
          id: 'settings',
          name: 'Settings',
          icon: <IconSettings size={15} />,
          run: () => void navigate({ to: '/settings' }),
        },
        {
          id: 'out',
          name: 'Sign out',
          icon: <IconLogout size={15} />,
          run: () => void signOut().then(() => navigate({ to: '/sign-in' })),
        },
      ]}
    />
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase() || '?'
}
