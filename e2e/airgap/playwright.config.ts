import { defineConfig } from '@playwright/test'

/** One site after the other: each has a Kubernetes, a registry and a bundle of its own. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  fullyParallel: false,
  // The first run builds Kubernetes from source.
  timeout: 1_800_000,
  reporter: 'line',
})
