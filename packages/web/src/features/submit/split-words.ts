/** A command line as its words, the way a shell reads quotes and backslashes. Variables and the like stay as they are: nothing runs here. */
export function splitWords(line: string): { words: string[]; error: string | undefined } {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index] ?? ''
    if (quote) {
      if (char === quote) quote = undefined
      else if (char === '\\' && quote === '"' && /["\\$`]/.test(line[index + 1] ?? ''))
        word = (word ?? '') + (line[(index += 1)] ?? '')
      else word = (word ?? '') + char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (char === '\\') {
      const next = line[(index += 1)]
      if (next !== undefined && next !== '\n') word = (word ?? '') + next
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  if (word !== undefined) words.push(word)
  return { words, error: quote ? `a ${quote} is not closed` : undefined }
}
