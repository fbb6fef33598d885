import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { fontsAlone } from '../../tools/processes/ensure-fonts.ts'
import scenarios from '../playwright.config.ts'
import { looksFolder } from './support/looks.ts'

const LARGE = '**/queue-large.spec.ts'
const LOOKS = '**/looks.spec.ts'
const { launchOptions } = scenarios.use ?? {}

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
    {
      name: 'looks',
      testMatch: LOOKS,
      // In one process of the browser and one house, where no time goes by.
      fullyParallel: false,
      snapshotPathTemplate: join(looksFolder(process.env['FAIRLEAD_CHROMIUM']).folder, '{arg}{ext}'),
      use: {
        launchOptions: {
          ...launchOptions,
          args: [...(launchOptions?.args ?? []), '--font-render-hinting=none', '--disable-lcd-text'],
          env: { ...(process.env as Record<string, string>), FONTCONFIG_FILE: fontsAlone() },
        },
      },
    },
    { name: 'console', testIgnore: [LARGE, LOOKS] },
  ],
})
