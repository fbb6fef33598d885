import { defineConfig } from '@playwright/test'

/** Scenarios over many real processes: each starts its own, one after the other, because a machine with two cores is enough for one. */
export default defineConfig({
  // One more try where nobody watches; the end of the run names each test that needed it.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  testDir: './scenarios',
  outputDir: './test-results',
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  reporter: 'line',
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...(process.env['FAIRLEAD_CHROMIUM'] ? { executablePath: process.env['FAIRLEAD_CHROMIUM'] } : {}),
      // Chromium's sandbox does not start for root.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-sync',
      ],
    },
  },
})
