import { formatBytes } from '../../lib/format/bytes.ts'

/** What a file should be. */
export interface Expected {
  name: string
  bytes: number
  /** Lower-case hexadecimal. */
  sha256: string
}

export type Verdict = { isSame: true } | { isSame: false; why: string }

/**
 * Whether a file of the reader's is the one that is listed, by its length and its SHA-256. It stays where it is: it is read by this page alone. Needs a secure
 * context, and as much memory as the file is long; one of another length is not read at all.
 */
export async function verifyFile(file: Blob, expected: Expected): Promise<Verdict> {
  if (file.size !== expected.bytes)
    return {
      isSame: false,
      why: `It has ${exactly(file.size)} and not ${exactly(expected.bytes)}: it is another file, or was not fetched to its end.`,
    }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  if (found === expected.sha256) return { isSame: true }
  return { isSame: false, why: `Its SHA-256 is ${found}: fetch it again, and do not run what you have.` }
}

function exactly(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${bytes} bytes (${formatBytes(bytes)})`
}

/** How the same is done with what every system has. */
export function verifyCommands({ name, sha256 }: Expected) {
  const line = `'${sha256}  ${name}'`
  return [
    { name: 'Linux', text: `echo ${line} | sha256sum -c -` },
    { name: 'macOS', text: `echo ${line} | shasum -a 256 -c -` },
    { name: 'PowerShell', text: `(Get-FileHash -Algorithm SHA256 ${name}).Hash -eq '${sha256}'` },
  ]
}
