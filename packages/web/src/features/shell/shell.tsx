import { Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { PanelHost } from '../../components/panel/panel-host.tsx'
import { ToastRegion } from '../../components/toast/toast-region.tsx'
import { afterFirstLoad } from '../../lib/after-first-load.ts'
import { forgetAnswers } from '../../lib/ahead/answers-link.ts'
import { keepFocus } from '../../lib/focus.ts'
import { startLive, useLiveState } from '../../lib/live/live-client.ts'
import { currentPrefs, setPrefs } from '../../lib/prefs.ts'
import { queryClient } from '../../lib/query-client.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useStore } from '../../lib/store.ts'
import { hasTold } from '../../lib/has-told.ts'
import { whoamiOptions } from '../../lib/whoami.ts'
import { askedPalette, closePalette, openPalette } from '../palette/open-palette.ts'
import { PaletteOpening } from '../palette/palette-opening.tsx'
import { NavigationBar } from './navigation-bar.tsx'
import { ScopeNotice } from './scope-notice.tsx'
import { StreamStrip } from './stream-strip.tsx'
import { TopBar } from './top-bar.tsx'
import { useLiveQueries } from './use-live-queries.ts'
import { usePageKeys } from './use-page-keys.ts'
import classes from './shell.module.css'

const loadPalette = () => import('../palette/palette.tsx')
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })))
/** Who presses Ctrl K types on at once: by then it should be here. */
const PALETTE_AHEAD_MS = 1500
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })))

/** What is around every page of somebody who is signed in. */
export function Shell() {
  const [isSheetOpen, setSheetOpen] = useState(false)
  const typed = useStore(askedPalette)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const content = useRef<HTMLElement>(null)
  const { href } = useLocation()
  const router = useRouter()
  const navigate = useNavigate()
  const { status } = useLiveState()
  useEffect(
    () =>
      afterFirstLoad(() => {
        forgetAnswers()
        startLive()
        if (hasTold()) void import('../tell/watch-told.ts').then(({ watchTold }) => watchTold())
        setTimeout(() => void loadPalette().catch(() => undefined), PALETTE_AHEAD_MS)
      }),
    [],
  )
  useEffect(keepFocus, [])
  useEffect(() => closePalette, [])
  useLiveQueries()
  usePageKeys()
  useShortcut('Mod+k', 'Search or jump to', 'Everywhere', () => openPalette())
  useShortcut('?', 'Show shortcuts', 'Everywhere', () => setSheetOpen(true))
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
        onSearch={() => openPalette()}
        onShortcuts={() => setSheetOpen(true)}
        onMenu={() => setMenuOpen((isOpen) => !isOpen)}
      />
      <NavigationBar isOpen={isMenuOpen} onNavigate={() => setMenuOpen(false)} />
      <div className={classes['stage']}>
        <StreamStrip />
        <ScopeNotice />
        <PanelHost className={classes['main'] ?? ''}>
          <main ref={content} className={classes['content']} id="content" tabIndex={-1}>
            <Outlet />
          </main>
        </PanelHost>
      </div>
      <ToastRegion />
      {typed === undefined ? null : (
        <Suspense
          fallback={<PaletteOpening typed={typed} onType={(text) => openPalette(text)} onClose={closePalette} />}
        >
          <Palette typed={typed} onClose={closePalette} />
        </Suspense>
      )}
      <Suspense fallback={null}>{isSheetOpen ? <ShortcutSheet onClose={() => setSheetOpen(false)} /> : null}</Suspense>
    </div>
  )
}
