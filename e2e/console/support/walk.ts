import type { Locator, Page } from '@playwright/test'

interface Step {
  what: string
  clicks: number
  keys: number
  seconds: number
}

/** What somebody does at a screen, counted: clicks, keys and the time until what they wanted is there. */
export class Walk {
  readonly page: Page
  readonly #steps: Step[] = []
  #clicks = 0
  #keys = 0

  constructor(page: Page) {
    this.page = page
  }

  async click(target: Locator): Promise<void> {
    this.#clicks += 1
    await target.click()
  }

  /** Keys count as they would be pressed one by one. */
  async type(target: Locator, text: string): Promise<void> {
    this.#keys += text.length
    await target.fill(text)
  }

  async step(what: string, go: () => Promise<void>): Promise<void> {
    ;[this.#clicks, this.#keys] = [0, 0]
    const startedAt = performance.now()
    await go()
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10
    this.#steps.push({ what, clicks: this.#clicks, keys: this.#keys, seconds })
  }

  /** As a table in Markdown. */
  table(title: string): string {
    const rows = this.#steps.map(({ what, clicks, keys, seconds }) => `| ${what} | ${clicks} | ${keys} | ${seconds} |`)
    return [`### ${title}`, '', '| Step | Clicks | Keys | Seconds |', '|---|---|---|---|', ...rows, ''].join('\n')
  }
}
