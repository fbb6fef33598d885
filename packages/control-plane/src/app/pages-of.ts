interface Page<T> {
  items: readonly T[]
  nextPageToken: string | null
}

/** All pages of a list, one after the other: each is read when the one before was taken. */
export async function* pagesOf<T>(
  readPage: (paging: { pageSize: number; pageToken?: string }) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  let pageToken: string | null | undefined
  do {
    const page = await readPage({ pageSize: PAGE_SIZE, ...(pageToken == null ? {} : { pageToken }) })
    yield page.items
    pageToken = page.nextPageToken
  } while (pageToken !== null)
}

const PAGE_SIZE = 1000
