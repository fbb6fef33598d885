import { expect, test } from './support/console-test.ts'

const PAGES = [
  { path: '/', title: 'Overview', tells: 'GPUs by node' },
  { path: '/workloads', title: 'Workloads', tells: 'Submitted' },
  { path: '/workloads/submit', title: 'Submit workload', tells: 'What runs' },
  { path: '/workloads/compare', title: 'Compare workloads', tells: 'Nothing to compare yet' },
  { path: '/queues', title: 'Queues', tells: 'Fair share' },
  { path: '/clusters', title: 'Clusters', tells: 'atlas' },
  { path: '/clusters/atlas', title: 'atlas', tells: 'atlas-1' },
  { path: '/clusters/atlas?tab=usage', title: 'atlas', tells: 'Last hour' },
  { path: '/clusters/desk?tab=abilities', title: 'desk', tells: 'Checks' },
  { path: '/connections', title: 'Connections', tells: 'No connection yet' },
  { path: '/clusters/enrol', title: 'Add cluster', tells: 'Name it' },
  { path: '/org', title: 'Projects & quota', tells: 'vision' },
  { path: '/org?panel=project&of=vision', title: 'Projects & quota', tells: 'Nothing changed' },
  { path: '/nodes', title: 'Nodes', tells: 'atlas-0' },
  { path: '/pools', title: 'Node pools', tells: 'default' },
  { path: '/usage', title: 'Usage', tells: 'Idle now' },
  { path: '/audit?action=project.create', title: 'Audit', tells: 'project.create' },
  { path: '/settings', title: 'Settings', tells: 'Density' },
  { path: '/settings/tokens', title: 'Settings', tells: 'e2e' },
  { path: '/settings/sizes', title: 'Settings', tells: 'x-large' },
  { path: '/settings/templates', title: 'Settings', tells: 'ml_training' },
  { path: '/settings/installation', title: 'Settings', tells: 'Licence' },
  { path: '/settings/roles', title: 'Settings', tells: 'What each may do' },
  { path: '/settings/users', title: 'Settings', tells: 'vera@example.com' },
]

// Pages do not know of each other.
test.describe.configure({ mode: 'parallel' })

for (const { path, title, tells } of PAGES) {
  test(`${path} opens by its address, in both themes, fits a phone, and reads at 200 and 400 %`, async ({ page }) => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible()
    await expect(page.getByText(tells, { exact: true }).first()).toBeVisible()
    await expect(page).toHaveTitle(`${title} · Fairlead`)
    await expect(page.getByRole('status').getByText('Live')).toBeVisible()

    // A phone; the whole at 200 %; and at 400 %, as WCAG 1.4.10 measures it.
    for (const [width, height] of [
      [390, 844],
      [640, 400],
      [320, 256],
    ] as const) {
      await page.setViewportSize({ width, height })
      await expect.poll(async () => await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })
}
