import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ROOT } from '../../tools/processes/child.ts'
import { bundleProgram } from './bundle-program.ts'

const run = promisify(execFile)

test('the bundled agent reads a settings file: a package that it loads when it is needed has its names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bundled-'))
  try {
    const { own, npm } = await bundleProgram({ main: join(ROOT, 'packages/agent/src/main.ts') })
    for (const [name, text] of [...own, ...npm]) writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(folder, 'agent.yaml'), 'driver: nonsense\n')
    const args = [join(folder, 'main.js'), '--config', join(folder, 'agent.yaml')]
    const failed = await run(process.execPath, args).catch((error: unknown) => error)
    expect(failed).toMatchObject({ stderr: expect.stringContaining('driver: must be named') as string })
    expect(failed).toMatchObject({ stderr: expect.not.stringContaining('cannot be read') as string })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
