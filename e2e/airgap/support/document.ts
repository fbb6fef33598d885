import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }

/** The blocks of code in the document of a bundle, as a reader would copy them. */
export function codeBlocks(bundle: string): string[] {
  const page = readFileSync(join(bundle, 'INSTALL.html'), 'utf8')
  return [...page.matchAll(/<pre><code[^>]*>([\s\S]*?)<\/code><\/pre>/g)].map(([, text]) =>
    text!.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]!),
  )
}

/** The words of a command of the installer as the document gives it, found by how it begins; without `./airgap`, and without where its output goes. Throws where the document has it not. */
export function documented(bundle: string, beginning: string): string[] {
  const lines = codeBlocks(bundle).flatMap((block) => block.split('\n'))
  const line = lines.find((each) => each.startsWith(`./airgap ${beginning}`))
  if (line === undefined) throw new Error(`INSTALL.html has no command that begins with ./airgap ${beginning}`)
  return line
    .replace(/\s+[#>].*$/, '')
    .split(/\s+/)
    .slice(1)
}
