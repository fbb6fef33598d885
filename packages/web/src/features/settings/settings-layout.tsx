import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useRef } from 'react'
import { Page } from '../../components/page/page.tsx'
import { useInSight } from '../../lib/use-in-sight.ts'
import { useCan } from '../../lib/whoami.ts'
import classes from './settings.module.css'

/** Settings of the reader, and of the organization for those who may. */
export function SettingsLayout() {
  const canSeeUsers = useCan('user:read')
  const menu = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  useInSight(menu, '[aria-current]', pathname)
  return (
    <Page title="Settings">
      <div className={classes['layout']}>
        <nav ref={menu} className={classes['menu']} aria-label="Settings">
          <Link to="/settings" activeOptions={{ exact: true }}>
            Appearance
          </Link>
          <Link to="/settings/keys">Shortcuts</Link>
          <Link to="/settings/tokens">Tokens</Link>
          {canSeeUsers ? <Link to="/settings/users">Users</Link> : null}
          <Link to="/settings/roles">Roles</Link>
          <Link to="/settings/sizes">Sizes</Link>
          <Link to="/settings/templates">Templates</Link>
          <Link to="/settings/installation">Installation</Link>
        </nav>
        <div className={classes['stack']}>
          <Outlet />
        </div>
      </div>
    </Page>
  )
}
