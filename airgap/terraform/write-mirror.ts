import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { PROGRAMS, programOf } from '../images/programs.ts'
import { providerPlace } from './provider-place.ts'

const PLATFORMS = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'] as const
/**
 * Writes the provider into `folder` as Terraform and OpenTofu look for it in a mirror of their own: for each platform the same JavaScript, which needs Node 24 there. Answers what lies
 * in it. The same source gives the same bytes.
 */
export async function writeMirror(folder: string): Promise<string[]> {
  const { version } = JSON.parse(
    readFileSync(join(ROOT, PROGRAMS['terraform-provider'].home, 'package.json'), 'utf8'),
  ) as { version: string }
  const { own, npm } = await programOf('terraform-provider')
  const launcher = readFileSync(join(import.meta.dirname, 'provider.sh'))
  return PLATFORMS.map((platform) => {
    const place = providerPlace(version, platform)
    const home = join(folder, place.folder)
    rmSync(home, { recursive: true, force: true })
    mkdirSync(join(home, 'dist'), { recursive: true })
    for (const [file, text] of [...own, ...npm]) writeFileSync(join(home, 'dist', file), text)
    const manifest = { name: '@fairlead/terraform-provider', version, type: 'module' }
    writeFileSync(join(home, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(home, place.program), launcher, { mode: 0o755 })
    return place.folder
  })
}
