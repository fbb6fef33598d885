import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { go } from '../../e2e/kubernetes/programs/go.ts'
import { ROOT } from '../../tools/processes/child.ts'

const LICENCE = /^(?:licen[cs]e|copying|notice)/i
const HELM = join(ROOT, 'e2e/kubernetes/programs/modules/helm')

let cache: string | undefined

/** The licence of a Go module that Helm was built from, out of Go's cache; the module is brought there when it is gone. */
export function goLicences(name: string, version: string): string {
  cache ??= go(['env', 'GOMODCACHE'], HELM).trim()
  // Go writes capitals as `!` and the small letter, for file systems that know no difference.
  const folder = join(
    cache,
    `${name}@${version}`.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`),
  )
  if (!existsSync(folder)) go(['mod', 'download', `${name}@${version}`], HELM)
  for (let at = folder; at.length > cache.length; at = join(at, '..')) {
    const files = existsSync(at) ? readdirSync(at).filter((file) => LICENCE.test(file)) : []
    if (files.length > 0)
      return files
        .toSorted()
        .map((file) => readFileSync(join(at, file), 'utf8'))
        .join('\n')
  }
  throw new Error(`${name} ${version} brings no licence`)
}
