import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AirgapError } from '../cli/airgap-error.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Kube } from './kube.ts'

export const HELM = 'bin/helm'

export interface HelmOptions {
  bundle: Pick<OpenBundle, 'folder'>
  /** Left out for what needs no cluster. */
  kube?: Kube
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  signal?: AbortSignal
}

/**
 * Runs the helm of the bundle with folders of its own, so that nothing of whoever calls is read or written. Answers its output. Throws with exit class `cluster`
 * and what helm said.
 */
export async function helm({ bundle, kube, args, env, signal }: HelmOptions): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-helm-'))
  const where =
    kube === undefined
      ? []
      : [...(kube.kubeconfig === undefined ? [] : ['--kubeconfig', kube.kubeconfig]), '--kube-context', kube.context]
  try {
    const child = spawn(join(bundle.folder, HELM), [...args, ...where], {
      env: {
        PATH: env['PATH'],
        HOME: env['HOME'],
        KUBECONFIG: env['KUBECONFIG'],
        HELM_CACHE_HOME: join(home, 'cache'),
        HELM_CONFIG_HOME: join(home, 'config'),
        HELM_DATA_HOME: join(home, 'data'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    })
    const out: Buffer[] = []
    const said: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (code !== 0)
      throw new AirgapError('cluster', `helm ${args[0]} does not work: ${lastLine(Buffer.concat(said).toString())}`)
    return Buffer.concat(out).toString()
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('level='))
  return (lines.findLast((line) => line.startsWith('Error')) ?? lines.at(-1) ?? 'it says nothing').replace(
    /^Error: /,
    '',
  )
}
