import { Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { PanelHost } from '../../components/panel/panel-host.tsx'
import { ToastRegion } from '../../components/toast/toast-region.tsx'
import { startLive, useLiveState } from '../../lib/live/live-client.ts'
import { currentPrefs, setPrefs } from '../../lib/prefs.ts'
import { queryClient } from '../../lib/query-client.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { whoamiOptions } from '../../lib/whoami.ts'
import { NavigationBar } from './navigation-bar.tsx'
import { StreamStrip } from './stream-strip.tsx'
import { TopBar } from './top-bar.tsx'
import { useLiveQueries } from './use-live-queries.ts'
import { usePageKeys } from './use-page-keys.ts'
import classes from './shell.module.css'

const Palette = lazy(() => import('../palette/palette.tsx').then((module) => ({ default: module.Palette })))
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })))

/** What is around every page of somebody who is signed in. */
export function Shell() {
  const [layer, setLayer] = useState<'palette' | 'shortcuts' | undefined>()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const content = useRef<HTMLElement>(null)
  const { href } = useLocation()
  const router = useRouter()
  const navigate = useNavigate()
  const { status } = useLiveState()
  useEffect(startLive, [])
  useLiveQueries()
  usePageKeys()
  useShortcut('Mod+k', 'Search or jump to', 'Everywhere', () => setLayer('palette'))
  useShortcut('?', 'Show shortcuts', 'Everywhere', () => setLayer('shortcuts'))
  useShortcut('[', 'Narrow or widen navigation', 'Everywhere', () =>
    setPrefs({ isNavCollapsed: !currentPrefs().isNavCollapsed }),
  )
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged }) => {
        if (!pathChanged) return
        content.current?.scrollTo({ top: 0 })
        setMenuOpen(false)
      }),
    [router],
  )
  useEffect(() => {
    if (status !== 'signed-out') return
    queryClient.removeQueries({ queryKey: whoamiOptions.queryKey })
    void navigate({ to: '/sign-in', search: { next: href } })
  }, [status, navigate, href])
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        Skip to content
      </a>
      <TopBar
        onSearch={() => setLayer('palette')}
        onShortcuts={() => setLayer('shortcuts')}
        onMenu={() => setMenuOpen((isOpen) => !isOpen)}
      />
      <NavigationBar isOpen={isMenuOpen} onNavigate={() => setMenuOpen(false)} />
      <div className={classes['stage']}>
        <StreamStrip />
        <PanelHost className={classes['main'] ?? ''}>
          <main ref={content} className={classes['content']} id="content" tabIndex={-1}>
            <Outlet />
          </main>
        </PanelHost>
      </div>
      <ToastRegion />
      <Suspense fallback={null}>
        {layer === 'palette' ? <Palette onClose={() => setLayer(undefined)} /> : null}
        {layer === 'shortcuts' ? <ShortcutSheet onClose={() => setLayer(undefined)} /> : null}
      </Suspense>
    </div>
  )
}
