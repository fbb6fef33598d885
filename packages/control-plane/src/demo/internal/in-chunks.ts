/** PostgreSQL takes at most 65,535 parameters in a statement. */
const PARAMETERS_MAX = 60_000

/** Writes any number of rows, as many in one statement as there is room for. */
export async function inChunks<T extends object>(
  rows: readonly T[],
  write: (chunk: T[]) => Promise<unknown>,
): Promise<void> {
  const size = Math.max(1, Math.floor(PARAMETERS_MAX / Math.max(1, Object.keys(rows[0] ?? {}).length)))
  for (let from = 0; from < rows.length; from += size) await write(rows.slice(from, from + size))
}
