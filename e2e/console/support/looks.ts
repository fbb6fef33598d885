import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lettersOf } from '../../../tools/processes/ensure-fonts.ts'
import { ROOT } from '../../../tools/processes/child.ts'

/**
 * Where the pictures lie that pages are compared with. Letters look otherwise in another browser or with other fonts: those that were made with these are
 * in the repository, under the name of what letters depend on; on a machine with others they are made at the first run, outside of git.
 */
export function looksFolder(browser: string | undefined): { folder: string; isOurs: boolean } {
  const letters = lettersOf(browser)
  const ours = join(ROOT, 'e2e/console/looks', letters)
  if (existsSync(ours) || process.env['FAIRLEAD_LOOKS'] === 'make') return { folder: ours, isOurs: true }
  return { folder: join(ROOT, '.fairlead/looks', letters), isOurs: false }
}
