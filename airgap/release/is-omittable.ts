/** Smaller files are carried again: the line that says where they are would cost as much. */
const WORTH_OMITTING_BYTES = 256
const OMITTED = /^(?:images\/blobs|bin|programs|licences|sbom|charts|examples|scan)\//

/** Whether a delta leaves out a file of so many bytes where its base has the same. */
export function isOmittable(path: string, bytes: number): boolean {
  return OMITTED.test(path) && bytes >= WORTH_OMITTING_BYTES
}
