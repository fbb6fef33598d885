import { defineConfig } from '@playwright/test'
import scenarios from '../playwright.config.ts'

const LARGE = '**/queue-large.spec.ts'

/**
 * The console in a real browser, before a real control plane and real agents, which all files of a worker share. Half of a test is waiting, so that
 * two workers share a machine of two cores well.
 */
export default defineConfig({
  // One more try where nobody watches; the end of the run names each test that needed it.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  ...scenarios,
  testDir: '.',
  outputDir: '../test-results/console',
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: { ...scenarios.use, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', colorScheme: 'light' },
  // The longest goes first, and has a house of its own because it fills it.
  projects: [
    { name: 'large', testMatch: LARGE },
    { name: 'console', testIgnore: LARGE },
  ],
})
