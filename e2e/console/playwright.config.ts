import { defineConfig } from '@playwright/test'
import scenarios from '../playwright.config.ts'

/** The console in a real browser, before a real control plane and real agents. One worker, so that all files share them. */
export default defineConfig({
  ...scenarios,
  testDir: '.',
  outputDir: '../test-results/console',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: { ...scenarios.use, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', colorScheme: 'light' },
})
