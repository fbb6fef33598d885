import { defineConfig } from 'vitest/config'

/** Real clusters, disks and networks on a busy host: one more try where nobody watches. The end of the run names each test that needed it. */
const retry = process.env['CI'] === 'true' ? 1 : 0

const setupFiles = ['packages/agent/test/clean-up.setup.ts']

/** Files share the modules of their worker: importing them anew for each took half of the time. A test leaves nothing behind that the next one would see. */
const together = { isolate: false, setupFiles }

/** Files at a time where each starts a cluster of its own: they wait for it about half of the time, and memory is what more of them would take. */
const HALF_WAITING = 2

/** Rings by what they need: `unit` nothing, `pg` a PostgreSQL `k8s` a Kubernetes that the ring boots itself, and `airgap` a bundle
 * that it builds. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'tools/**/*.test.ts',
            'airgap/**/*.test.ts',
            'bench/**/*.test.ts',
            'e2e/airgap/egress/*.test.ts',
          ],
          exclude: ['**/*.pg.test.ts', '**/*.k8s.test.ts', '**/node_modules/**'],
          ...together,
          // Real processes and sockets on a busy host: long enough that only a broken promise runs out of it.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'pg',
          retry,
          include: ['packages/*/{src,test}/**/*.pg.test.ts', 'airgap/**/*.pg.test.ts'],
          ...together,
          globalSetup: ['packages/control-plane/test/pg-global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'airgap',
          retry,
          setupFiles,
          include: ['e2e/airgap/**/*.airgap.test.ts'],
          globalSetup: ['e2e/airgap/support/global-setup.ts'],
          maxWorkers: HALF_WAITING,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'k8s',
          retry,
          setupFiles,
          include: [
            'packages/*/{src,test}/**/*.k8s.test.ts',
            'e2e/**/*.k8s.test.ts',
            'charts/**/*.k8s.test.ts',
            'airgap/**/*.k8s.test.ts',
          ],
          // Each file keeps both cores of a small machine busy by itself: two at a time take as long, and wait longer for each other.
          fileParallelism: false,
          testTimeout: 120_000,
          // The first run builds Kubernetes from source.
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
})
