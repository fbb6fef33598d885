/** A piece of a line that looks the same throughout. `color` is 0 to 15, as terminals number them. */
export interface Span {
  text: string
  color?: number
  isBold?: true
  isDim?: true
  isItalic?: true
  isUnderlined?: true
}

type Looks = Omit<Span, 'text'>

// Colour and style, any other control sequence, a title or link sequence, or a lone control character.
const SEQUENCE =
  // oxlint-disable-next-line no-control-regex
  /\u001b\[([0-9;:]*)m|\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-_]?|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g

/**
 * A line of output as spans. The 16 colours and the usual styles are kept; backgrounds, other colours and movements of the cursor are left
 * out. Of a line that was written over (progress bars) the last state is shown.
 */
export function parseAnsi(line: string): Span[] {
  const text = lastState(line)
  const spans: Span[] = []
  let looks: Looks = {}
  let from = 0
  for (const match of text.matchAll(SEQUENCE)) {
    push(spans, text.slice(from, match.index), looks)
    from = match.index + match[0].length
    if (match[1] !== undefined) looks = applySgr(looks, match[1])
  }
  push(spans, text.slice(from), looks)
  return spans
}

/** The line without anything but its text. */
export function plainText(line: string): string {
  return lastState(line).replaceAll(SEQUENCE, '')
}

function lastState(line: string): string {
  const text = line.replace(/\r+$/, '')
  const at = text.lastIndexOf('\r')
  return at === -1 ? text : text.slice(at + 1)
}

function push(spans: Span[], text: string, looks: Looks): void {
  if (text !== '') spans.push({ text, ...looks })
}

function applySgr(before: Looks, parameters: string): Looks {
  const codes = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)))
  let looks: Looks = { ...before }
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      const isIndexed = codes[index + 1] === 5
      const color = codes[index + 2] ?? 16
      if (code === 38) looks = without(looks, 'color')
      if (code === 38 && isIndexed && color < 16) looks.color = color
      index += isIndexed ? 2 : 4
    } else looks = applyCode(looks, code)
  }
  return looks
}

function applyCode(looks: Looks, code: number): Looks {
  if (code === 0) return {}
  if (code === 1) return { ...looks, isBold: true }
  if (code === 2) return { ...looks, isDim: true }
  if (code === 3) return { ...looks, isItalic: true }
  if (code === 4) return { ...looks, isUnderlined: true }
  if (code === 22) return without(without(looks, 'isBold'), 'isDim')
  if (code === 23) return without(looks, 'isItalic')
  if (code === 24) return without(looks, 'isUnderlined')
  if (code === 39) return without(looks, 'color')
  if (code >= 30 && code <= 37) return { ...looks, color: code - 30 }
  if (code >= 90 && code <= 97) return { ...looks, color: code - 82 }
  return looks
}

function without(looks: Looks, name: keyof Looks): Looks {
  const { [name]: _gone, ...rest } = looks
  return rest
}
