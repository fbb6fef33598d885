import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const COLOURS = ['color-contrast', 'link-in-text-block']
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The theme has arrived and nothing fades any more: a colour on its way has a contrast of its own. */
function isAtRest(scheme: string): string {
  return `document.documentElement.dataset.scheme === '${scheme}' &&
    document.getAnimations().every(({ playState }) => playState !== 'running')`
}

/** What is on screen breaks no rule of WCAG 2.2 AA that a machine can check, in the light and in the dark. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect.poll(async () => await page.evaluate(isAtRest(colorScheme)), 'the theme is at rest').toBe(true)
    // Without its own reading of style sheets, which the content security policy would not allow; in the page alone, which has no
    // frames: a second page to gather what they say takes longer than the check.
    const axe = new AxeBuilder({ page }).options({ preload: false, resultTypes: ['violations'] }).setLegacyMode()
    // Themes differ in colours alone.
    const { violations } = await (colorScheme === 'dark' ? axe.withRules(COLOURS) : axe.withTags(TAGS)).analyze()
    const lines = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
    )
    expect(lines, `${what}, ${colorScheme}`).toEqual([])
  }
}
