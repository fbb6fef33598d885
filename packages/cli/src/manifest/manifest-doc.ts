import { isMap, isPair, isScalar, type Document, type LineCounter, type Node } from 'yaml'

/** One YAML document and where its parts stand. */
export interface ManifestDoc {
  file: string
  document: Document.Parsed
  lines: LineCounter
}

export type Path = readonly (string | number)[]

/** `file:line:column` of the part at `path`, or of the nearest part around it that is there. */
export function placeOf(doc: ManifestDoc, path: Path): string {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsetOf(doc, path.slice(0, length))
    if (offset !== undefined) return placeAt(doc, offset)
  }
  return doc.file
}

/** `file:line:column` of a place in the text. */
export function placeAt({ file, lines }: Pick<ManifestDoc, 'file' | 'lines'>, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `${file}:${line}:${col}`
}

/** The key where there is one: that is what a reader looks for. */
function offsetOf({ document }: ManifestDoc, path: Path): number | undefined {
  const last = path.at(-1)
  if (last === undefined) return document.contents?.range[0]
  const parent = document.getIn(path.slice(0, -1), true)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last)
    return (pair?.key as Node | undefined)?.range?.[0]
  }
  return (document.getIn(path, true) as Node | undefined)?.range?.[0]
}
