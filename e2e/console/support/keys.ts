import { expect, type Locator, type Page } from '@playwright/test'

const TABS_MAX = 120

/** A reader without a mouse. After each key the focus is somewhere, within the window, and can be seen. */
export class Keys {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** One key, or several after each other: `g w`. */
  async press(keys: string): Promise<void> {
    for (const key of keys.split(' ')) await this.#page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text)
  }

  /** Tab until it has the focus, looking at the focus on the way. */
  async tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    for (let count = 0; count < TABS_MAX; count += 1) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
      await this.#page.keyboard.press('Tab')
      // After the last one it is the browser's own turn.
      if (await this.#page.evaluate('document.activeElement === document.body')) await this.#page.keyboard.press('Tab')
      await this.seen(`after ${count + 1} × Tab`)
    }
    throw new Error(`${TABS_MAX} × Tab do not lead to ${String(target)}`)
  }

  /** The focus is not lost: something other than the page as a whole has it, and one sees what. */
  async seen(when: string): Promise<void> {
    await expect.poll(async () => await this.#page.evaluate(FOCUS), `the focus ${when}`).toBe('seen')
  }

  /** Closes what is open with Escape. */
  async escape(what: Locator): Promise<void> {
    await expect(what).toBeVisible()
    await this.seen('before Escape')
    await this.#page.keyboard.press('Escape')
    await expect(what).toHaveCount(0)
    await this.seen('after Escape')
  }

  /** The sheet of `?` names all of these. */
  async sheetTells(...names: readonly string[]): Promise<void> {
    await this.#page.keyboard.press('?')
    const sheet = this.#page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    for (const name of names) await expect(sheet.getByText(name, { exact: true }).first()).toBeVisible()
    await this.escape(sheet)
  }
}

/** `seen`, or what is wrong: nothing has the focus, it is outside of the window, or nothing about it or around it says so. */
const FOCUS = `(() => {
  const element = document.activeElement
  if (!element || element === document.body) return 'nothing has the focus'
  const box = element.getBoundingClientRect()
  if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return 'out of sight: ' + element.outerHTML.slice(0, 120)
  for (let at = element, steps = 0; at && steps < 6; at = at.parentElement, steps += 1) {
    const { outlineStyle, outlineWidth } = getComputedStyle(at)
    if (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return 'seen'
  }
  return element.matches('input, textarea') ? 'seen' : 'not marked: ' + element.outerHTML.slice(0, 120)
})()`
