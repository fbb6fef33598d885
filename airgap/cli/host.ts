/** Where text goes: the terminal, a pipe, or a test. */
export interface Out {
  write(text: string): unknown
  isTTY?: boolean | undefined
  columns?: number | undefined
}

/** Everything that a command takes from outside, so that a test can be the outside. */
export interface Host {
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** The unpacked bundle that this program came with. */
  bundle: string
  stdin: AsyncIterable<Buffer | string> & { isTTY?: boolean | undefined }
  stdout: Out
  stderr: Out
  now: () => number
  /** Aborted when the user wants to leave. */
  signal: AbortSignal
}
