import { styleText } from 'node:util'

const isColoured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
type Style = Parameters<typeof styleText>[0]

function styled(style: Style, text: string): string {
  return isColoured ? styleText(style, text) : text
}

/** What the tour prints. */
export const screen = {
  title: (text: string) => process.stdout.write(`\n${styled('bold', text)}\n`),
  line: (text: string) => process.stdout.write(`  ${text}\n`),
  good: (text: string) => process.stdout.write(`  ${styled('green', '✓')} ${text}\n`),
  wait: (text: string) => process.stdout.write(`  ${styled('yellow', '…')} ${text}\n`),
  /** Somebody else's words, for example a program's output. */
  quote: (text: string) => process.stdout.write(`  ${styled('dim', '│')} ${text}\n`),
  note: (text: string) => process.stdout.write(`${styled('dim', `  ${text}`)}\n`),
}
