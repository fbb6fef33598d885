import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkOutElsewhere } from '../../e2e/airgap/support/other-checkout.ts'

/** The size of a delta from the bundle in `folder` to a release in which each program of ours has other code and nothing below it has changed, in bytes. It is built from a checkout of its own below `home`. */
export function measureCodeDelta(bundle: { home: string; folder: string; keyFile: string; counter: number }): number {
  const { home, folder, keyFile, counter } = bundle
  const out = join(home, 'other-code')
  const checkout = checkOutElsewhere(home)
  checkout.change('0.1.1')
  const signed = ['--signing-key', keyFile]
  checkout.build('--allow-dirty', '--counter', String(counter + 1), ...signed, '--base', folder, '--out', out)
  const [file] = globSync(`*-delta-from-${counter}.tar.gz`, { cwd: out })
  if (file === undefined) throw new Error(`no delta was built into ${out}`)
  return statSync(join(out, file)).size
}
