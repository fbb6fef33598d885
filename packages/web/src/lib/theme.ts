import { createTheme, Input, type MantineColorsTuple } from '@mantine/core'

/** The one accent, from pale to deep: the colour of deep water. */
const sea: MantineColorsTuple = [
  '#e7f2f7',
  '#cfe4ee',
  '#a3cbdf',
  '#74b1cf',
  '#4d9bc0',
  '#2b84ac',
  '#166f96',
  '#0b6284',
  '#074d69',
  '#04384d',
]

const FONT = "Inter, system-ui, -apple-system, 'Segoe UI Variable Text', 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
const MONO = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', 'Liberation Mono', Menlo, monospace"

/**
 * What the component kit is told about our looks. Colours of surfaces and text are given to it in `styles/kit.css`, where they follow
 * our own tokens; here is what it needs as numbers.
 */
export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 3 },
  colors: { sea },
  fontFamily: FONT,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.4' },
  spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Input: Input.extend({
      vars: () => ({
        wrapper: {
          '--input-height': 'var(--control-height)',
          '--input-fz': 'var(--text-md)',
          '--input-radius': 'var(--radius-2)',
          '--input-padding': '9px',
        },
      }),
    }),
  },
})
