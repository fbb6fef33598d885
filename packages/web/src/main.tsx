import './lib/zod-setup.ts'
import './styles/all.ts'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './lib/query-client.ts'
import { listenToTips } from './components/tip/tips.ts'
import { listenToShortcuts } from './lib/shortcuts.ts'
import { theme } from './lib/theme.ts'
import { router } from './router.ts'

const schemes = localStorageColorSchemeManager({ key: 'fairlead.theme' })
const root = document.getElementById('app')
if (!root) throw new Error('index.html has no element "app"')

listenToShortcuts()
listenToTips()
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
