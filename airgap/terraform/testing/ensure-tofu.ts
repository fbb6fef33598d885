import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ensureProgram, programPath, type Say } from '../../../e2e/kubernetes/programs/ensure-program.ts'

/** Older ones lack what the example needs. */
const OLDEST = [1, 6] as const

/** An OpenTofu, or a Terraform where that is at hand: the one that was built before, one on PATH, or one that is built now from its pinned source, which takes minutes once. */
export async function ensureTofu(say: Say): Promise<string> {
  if (existsSync(programPath('tofu'))) return programPath('tofu')
  return ['tofu', 'terraform'].find((name) => isNewEnough(name)) ?? (await ensureProgram('tofu', 'newest', say))
}

function isNewEnough(name: string): boolean {
  const { stdout } = spawnSync(name, ['version'], { encoding: 'utf8' })
  const [, major, minor] = /v(\d+)\.(\d+)\./.exec(stdout ?? '')?.map(Number) ?? []
  return major === OLDEST[0] && (minor ?? 0) >= OLDEST[1]
}
