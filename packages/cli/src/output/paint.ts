import { styleText } from 'node:util'
import type { Host, Out } from '../host.ts'

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** Colours, or nothing where they would not be seen. */
export type Paint = Record<Style, (text: string) => string>

const STYLES: readonly Style[] = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan']

/** Colours only on a terminal that shows them, and never against `NO_COLOR` or `--no-color`. */
export function paintFor(out: Out, env: Host['env'], wanted: boolean): Paint {
  const isShown = wanted && out.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  return Object.fromEntries(
    STYLES.map((style) => [
      style,
      (text: string) => (isShown ? styleText(style, text, { validateStream: false }) : text),
    ]),
  ) as Paint
}
