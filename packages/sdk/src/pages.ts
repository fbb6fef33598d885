/** All items of a list, page by page. The next page is asked for only when it is needed. */
export async function* eachItem<T>(
  load: (pageToken: string | undefined) => Promise<{ items: T[]; nextPageToken: string | null }>,
): AsyncGenerator<T, void, void> {
  let pageToken: string | undefined
  do {
    const page = await load(pageToken)
    yield* page.items
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken !== undefined)
}
