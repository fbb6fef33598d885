import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'

export interface Source {
  version: string
  commit: string
  /** Of the commit. It is the only time in a bundle. */
  at: Date
  counter: number
}

/**
 * What a bundle is made from. The release counter is the number of commits behind this one unless it is given; it grows along the main line without anybody's care. Throws for a checkout with
 * changes, whose bundle nobody could make again, unless that is allowed.
 */
export function describeSource(options: { counter?: number; allowDirty: boolean }): Source {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const changed = git('status', '--porcelain')
  if (changed !== '' && !options.allowDirty)
    throw new Error(
      `the checkout has changes, so nobody could make this bundle again: commit them, or say --allow-dirty\n${changed}`,
    )
  if (options.counter === undefined && git('rev-parse', '--is-shallow-repository') === 'true')
    throw new Error('this clone is shallow, so its commits cannot be counted: fetch the rest, or give --counter')
  return {
    version,
    commit: git('rev-parse', 'HEAD'),
    at: new Date(Number(git('show', '-s', '--format=%ct', 'HEAD')) * 1000),
    counter: options.counter ?? Number(git('rev-list', '--count', 'HEAD')),
  }
}

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`a bundle is made from a git clone: git ${args[0]} says ${stderr.trim()}`)
  return stdout.trim()
}
