import { parseArgs } from 'node:util'
import { FILLS, type Fill } from './demo.ts'
import { PAGES } from './pages.ts'
import { HEIGHTS, THEMES, type Theme, type Width } from './take.ts'

export interface Wish {
  /** Of pages; none for all. */
  names: string[]
  fills: Fill[]
  widths: Width[]
  themes: Theme[]
  isForDocuments: boolean
}

const WIDTHS = Object.keys(HEIGHTS)

/** Which pictures are asked for. Ends the process with 2 and a sentence where that cannot be read. */
export function readWish(args: readonly string[]): Wish {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        fill: { type: 'string', multiple: true, default: [...FILLS] },
        width: { type: 'string', multiple: true, default: WIDTHS },
        theme: { type: 'string', multiple: true, default: [...THEMES] },
        documents: { type: 'boolean', default: false },
      },
    })
    const names = PAGES.map(({ name }) => name)
    return {
      names: each(positionals, names, 'page'),
      fills: each(values.fill, FILLS, '--fill'),
      widths: each(values.width, WIDTHS, '--width').map((width) => Number(width) as Width),
      themes: each(values.theme, THEMES, '--theme'),
      isForDocuments: values.documents,
    }
  } catch (error) {
    process.stderr.write(`screenshots: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  }
}

function each<T extends string>(given: readonly string[], known: readonly T[], what: string): T[] {
  return given.map((word) => {
    const found = known.find((one) => one === word)
    if (found === undefined) throw new Error(`there is no ${what} ${word}; there are: ${known.join(', ')}`)
    return found
  })
}
