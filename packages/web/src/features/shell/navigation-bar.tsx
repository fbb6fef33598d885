import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { IconButton } from '../../components/button/icon-button.tsx'
import { cx } from '../../lib/cx.ts'
import { setPrefs, usePrefs } from '../../lib/prefs.ts'
import { useCan, useWhoami } from '../../lib/whoami.ts'
import { PAGES } from './navigation.ts'
import classes from './shell.module.css'

const GROUPS = ['work', 'capacity', 'site'] as const
const NAMES = { work: 'Work', capacity: 'Capacity', site: 'Site' }

/** The pages at the side. Those that the reader may not open are not offered. */
export function NavigationBar({ isOpen, onNavigate }: { isOpen: boolean; onNavigate: () => void }) {
  const { isNavCollapsed } = usePrefs()
  const whoami = useWhoami()
  return (
    <nav className={classes['nav']} aria-label="Pages" data-open={isOpen}>
      {GROUPS.map((group, index) => (
        <ul key={group} className={cx(index > 0 && classes['group'])} aria-label={NAMES[group]}>
          {PAGES.filter((page) => page.group === group).map((page) => (
            <NavigationItem key={page.to} page={page} onNavigate={onNavigate} />
          ))}
        </ul>
      ))}
      <div className={classes['navFoot']}>
        <span className={classes['version']}>{whoami ? `Fairlead ${whoami.version}` : ''}</span>
        <IconButton
          label={isNavCollapsed ? 'Widen navigation' : 'Narrow navigation'}
          shortcut="["
          size="small"
          onClick={() => setPrefs({ isNavCollapsed: !isNavCollapsed })}
        >
          {isNavCollapsed ? <IconLayoutSidebarLeftExpand size={16} /> : <IconLayoutSidebarLeftCollapse size={16} />}
        </IconButton>
      </div>
    </nav>
  )
}

function NavigationItem({ page, onNavigate }: { page: (typeof PAGES)[number]; onNavigate: () => void }) {
  const isAllowed = useCan(page.permission ?? 'organization:read') || page.permission === undefined
  const { isNavCollapsed } = usePrefs()
  if (!isAllowed) return null
  const Icon = page.icon
  return (
    <li>
      <Link
        to={page.to}
        className={classes['item'] ?? ''}
        activeOptions={{ exact: page.to === '/', includeSearch: false }}
        title={isNavCollapsed ? page.name : undefined}
        onClick={onNavigate}
      >
        <Icon size={17} stroke={1.7} aria-hidden />
        <span className={classes['itemName']}>{page.name}</span>
      </Link>
    </li>
  )
}
