import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'

export type Theme = 'light' | 'dark' | 'auto'

/** The chosen theme, whether the page is dark right now, and how to choose another. */
export function useTheme(): { theme: Theme; isDark: boolean; setTheme: (theme: Theme) => void } {
  // Without this the switch writes a style element into the page, which the content security policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const isDark = useComputedColorScheme('light') === 'dark'
  return { theme: colorScheme, isDark, setTheme: setColorScheme }
}
