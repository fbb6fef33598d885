import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/console-test.ts'

/** What every other test relies on: trouble is seen when it is there. */
test('the watch sees a broken policy, a line of error, an uncaught error, a foreign request and an unreadable text', async ({
  page,
  trouble,
}) => {
  await page.goto('/settings')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  expect(trouble.found()).toEqual([])
  await page.evaluate(`
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))
    console.error('a line of error')
    setTimeout(() => { throw new Error('nobody catches this') })
  `)
  const elsewhere = await page.context().newPage()
  await elsewhere.goto('http://127.0.0.1:9/').catch(() => undefined)
  await elsewhere.close()
  for (const sign of [/policy: style-src/, /a line of error/, /uncaught: .*nobody catches this/, /foreign request/])
    await expect.poll(() => trouble.found().some((line) => sign.test(line)), String(sign)).toBe(true)
  trouble.allow(/./)

  await page.evaluate('document.querySelector("h1").style.setProperty("color", "#8888")')
  await expect(expectAccessible(page, 'a faint heading')).rejects.toThrow(/color-contrast/)
  await page.evaluate('document.querySelector("h1").style.removeProperty("color")')
})
