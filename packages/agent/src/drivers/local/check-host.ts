import { accessSync, constants } from 'node:fs'
import type { CheckLine } from '@fairlead/protocol'
import type { ObservedNode } from '../driver.ts'
import type { HostDeclaration } from './local-host.ts'
import { queryGpus } from './nvidia-smi.ts'

/** Compares what was declared with what the host has. */
export async function checkHost(options: {
  node: ObservedNode | undefined
  declaration: HostDeclaration
}): Promise<CheckLine[]> {
  const { node, declaration } = options
  const lines: CheckLine[] = [shellLine()]
  for (const [name, unit] of [
    ['cpu', 'thousandths of a core'],
    ['memory', 'MiB'],
  ] as const) {
    const has = node?.capacity[name] ?? 0
    const declared = node?.allocatable[name] ?? 0
    const fits = declared <= has
    lines.push({
      name,
      ok: fits,
      detail: `${declared} of ${has} ${unit} for runs`,
      ...(fits ? {} : { fix: `lower ${name === 'cpu' ? 'localCpu' : 'localMemory'} to what the host has` }),
    })
  }
  const gpus = await queryGpus()
  const declaredGpus = declaration.gpus
  if (gpus === undefined) {
    const isHarmless = declaredGpus === undefined || declaredGpus === 0
    lines.push({
      name: 'gpu',
      ok: isHarmless,
      detail: `nvidia-smi does not answer; ${declaredGpus ?? 0} GPUs are declared`,
      ...(isHarmless ? {} : { fix: 'install the NVIDIA driver, or set localGpus to 0' }),
    })
    return lines
  }
  const fits = (declaredGpus ?? 0) <= gpus.length
  lines.push({
    name: 'gpu',
    ok: fits,
    detail: `${gpus.length} found (${gpus[0]?.model ?? 'none'}), ${declaredGpus ?? gpus.length} for runs`,
    ...(fits ? {} : { fix: `lower localGpus to ${gpus.length}` }),
  })
  return lines
}

function shellLine(): CheckLine {
  try {
    accessSync('/bin/sh', constants.X_OK)
    return { name: 'shell', ok: true, detail: '/bin/sh is there' }
  } catch {
    return { name: 'shell', ok: false, detail: '/bin/sh cannot be executed', fix: 'install a POSIX shell as /bin/sh' }
  }
}
