import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { release, type ImageRole, type Release, type ReleaseImage } from './release.ts'

export const RELEASE_FILE = 'release.json'

/** Reads what a bundle is. It trusts the file: check the bundle's signature first. Throws with what is wrong in it. */
export function readRelease(bundle: string): Release {
  const path = join(bundle, RELEASE_FILE)
  return parseRelease(readFileSync(path, 'utf8'), path)
}

/** The same from a text; `path` is for its errors. */
export function parseRelease(text: string, path: string = RELEASE_FILE): Release {
  const parsed = release.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`${path} is not what this program knows:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** The image of a role. Throws for one that the bundle does not carry. */
export function imageOf(release: Pick<Release, 'images' | 'purpose'>, role: ImageRole): ReleaseImage {
  const found = release.images.find((image) => image.role === role)
  if (!found) throw new Error(`this bundle carries no image ${role}: it was made for a ${release.purpose}`)
  return found
}
