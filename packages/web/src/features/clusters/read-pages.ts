/** What pages hold together. */
export interface Pages<T> {
  items: T[]
  /** There is more than was read. */
  isCut: boolean
}

/** Reads page after page until there is none, or until there are `most` items or more. */
export async function readPages<T>(
  read: (pageToken: string | undefined) => Promise<{ items: readonly T[]; nextPageToken: string | null }>,
  most: number,
): Promise<Pages<T>> {
  const items: T[] = []
  let pageToken: string | undefined
  do {
    // Each page says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const page = await read(pageToken)
    items.push(...page.items)
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined && items.length < most)
  return { items, isCut: pageToken !== undefined }
}
