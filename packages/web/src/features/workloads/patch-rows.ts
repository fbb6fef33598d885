/** Pages of a list as they were read, newest first. */
export interface Pages<R> {
  pages: { items: R[]; nextPageToken: string | null }[]
  pageParams: unknown[]
}

interface Row {
  id: string
}

/**
 * The pages with the newest content of some rows. Rows that are loaded are replaced in their place, whether or not they still belong: the
 * table decides what of them it shows. Rows that are not loaded are put in by their id if they belong there and lie within what is loaded;
 * ids grow with time. Nothing is touched when nothing differs.
 */
export function patchRows<R extends Row>(list: Pages<R>, fresh: readonly R[], belongs: (row: R) => boolean): Pages<R> {
  if (fresh.length === 0) return list
  const byId = new Map(fresh.map((row) => [row.id, row]))
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => {
      const found = byId.get(row.id)
      byId.delete(row.id)
      return found ?? row
    }),
  }))
  const isComplete = pages.at(-1)?.nextPageToken === null
  const oldest = pages.at(-1)?.items.at(-1)?.id
  const first = pages[0]
  if (!first) return list
  for (const row of [...byId.values()].filter(belongs)) {
    const isWithin = isComplete || (oldest !== undefined && row.id > oldest)
    if (isWithin) insertByAge(pages, row)
  }
  return { ...list, pages }
}

function insertByAge<R extends Row>(pages: { items: R[] }[], row: R): void {
  const page = pages.find(({ items }) => items.some((other) => other.id < row.id)) ?? pages.at(-1)
  if (!page) return
  const at = page.items.findIndex((other) => other.id < row.id)
  page.items.splice(at === -1 ? page.items.length : at, 0, row)
}
