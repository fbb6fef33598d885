import { expect, test } from './support/console-test.ts'

const PAGES = ['/', '/workloads', '/queues', '/org', '/clusters', '/clusters/atlas', '/nodes']

/** Procedure and input of each question in a request. */
function questionsIn(url: URL): string[] {
  const input = JSON.parse(url.searchParams.get('input') ?? '{}') as Record<string, Record<string, unknown>>
  return url.pathname
    .replace('/trpc/', '')
    .split(',')
    .map((path, index) => `${path} ${JSON.stringify(input[index] ?? {})}`)
}

test('a page asks before it is there, and nothing of it a second time', async ({ page, trouble }) => {
  trouble.allow(/live\.changes/)
  // Without the stream, whose first word has all of it read again.
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'SharedWorker')
    // Keeps hold of what was asked ahead, so that it can be told what of it nobody wanted.
    let answers: unknown
    Object.defineProperty(globalThis, 'fairleadAnswers', {
      get: () => answers,
      set: (next: unknown) => {
        answers = next
        if (next) Object.assign(globalThis, { firstAnswers: next })
      },
    })
  })
  await page.route('**/trpc/live.changes*', (route) => route.abort())
  for (const path of PAGES) {
    const asked: string[] = []
    const ahead: string[] = []
    let isThere = false
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (!url.pathname.startsWith('/trpc/') || url.pathname.includes('live.')) return
      asked.push(...questionsIn(url))
      if (!isThere) ahead.push(...questionsIn(url))
    })
    // The application itself is held back until the boot script has asked.
    await page.route(/\/assets\/(?!boot-).*\.js/, async (route) => {
      await expect.poll(() => ahead.length).toBeGreaterThan(1)
      isThere = true
      await route.continue()
    })
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    expect(ahead[0]).toBe('session.whoami {}')
    for (const question of ahead)
      expect(
        asked.filter((one) => one === question),
        `${path}: ${question}`,
      ).toHaveLength(1)
    const unwanted = await page.evaluate(() => [
      ...(globalThis as unknown as { firstAnswers: Map<string, unknown> }).firstAnswers.keys(),
    ])
    expect(unwanted, path).toEqual([])
    await page.unroute(/\/assets\/(?!boot-).*\.js/)
    page.removeAllListeners('request')
  }
})
