import './styles/all.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './lib/query-client.ts'
import { listenToTips } from './components/tip/tips.ts'
import { listenToShortcuts } from './lib/shortcuts.ts'
import { listenToThemes } from './lib/theme.ts'
import { router } from './router.ts'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no element "app"')

leaveStart(root)
listenToThemes()
listenToShortcuts()
listenToTips()
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

/** The bar that the page itself carries goes when there is one in its place. */
function leaveStart(app: HTMLElement): void {
  new MutationObserver((_changes, observer) => {
    observer.disconnect()
    document.getElementById('start')?.remove()
  }).observe(app, { childList: true })
}
