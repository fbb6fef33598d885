import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { convertCssVariables, defaultCssVariablesResolver, mergeMantineTheme, DEFAULT_THEME } from '@mantine/core'
import type { Plugin } from 'vite'
import { theme } from '../src/lib/theme.ts'

const TARGET = new URL('../src/styles/theme.gen.css', import.meta.url)

/** Colours of the component kit that no component of ours asks for. */
const UNUSED = /--mantine-color-(pink|grape|violet|indigo|cyan|lime|yellow|orange|teal|blue|green)-[\w-]+: [^;]+;/g

/**
 * Writes the theme's variables as a static style sheet: made in the browser they would need an inline style, which the content security
 * policy forbids.
 */
export function themeCss(): Plugin {
  return {
    name: 'fairlead:theme-css',
    configResolved: () => {
      const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
      const css = convertCssVariables(variables, ':root').replaceAll(UNUSED, '')
      if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== css) writeFileSync(TARGET, css)
    },
  }
}
