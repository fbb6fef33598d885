import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

function tokensOf(scheme: 'light' | 'dark'): Map<string, string> {
  const block = css.split(`[data-scheme='${scheme}'] {`)[1]?.split('\n}')[0] ?? ''
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]))
}

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

const GROUNDS = ['bg', 'surface', 'surface-2', 'hover', 'selected']
const STATUS = ['active', 'running', 'pending', 'failed', 'done', 'preempted'].map((name) => `status-${name}`)
const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'].flatMap((name) => [
  `ansi-${name}`,
  `ansi-bright-${name}`,
])
const PAIRS: [string, string[]][] = [
  ...['text', 'text-2', 'accent', 'danger', ...STATUS].map((ink): [string, string[]] => [ink, GROUNDS]),
  ['text-3', ['surface', 'surface-2', 'bg']],
  ...ANSI.map((ink): [string, string[]] => [ink, ['surface', 'hover']]),
  ['on-accent', ['accent', 'accent-strong']],
  ['on-danger', ['danger', 'danger-strong']],
  ['accent', ['accent-soft']],
  ['status-pending', ['warn-soft']],
  ['text', ['warn-soft', 'ok-soft', 'danger-soft', 'accent-soft']],
  ['text-2', ['warn-soft']],
  ['on-mark', ['mark', 'mark-current']],
]

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  const tokens = tokensOf(scheme)
  test.each(PAIRS.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const)))(
    '%s can be read on %s',
    (ink, ground) => {
      const [front, back] = [tokens.get(ink), tokens.get(ground)]
      expect(front, ink).toBeDefined()
      expect(back, ground).toBeDefined()
      expect(contrast(front ?? '', back ?? '')).toBeGreaterThanOrEqual(4.5)
    },
  )
})
