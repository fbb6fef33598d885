import { isAbsolute } from 'node:path'
import type { Refusal, RunRequest } from '../driver.ts'

/** What a run asks for and this host cannot give, apart from room. */
export function refusalOf({ spec }: RunRequest): Refusal | undefined {
  if (spec.command.length + spec.args.length === 0) {
    const what = spec.image === undefined ? 'it has no command' : `it has only the image ${spec.image}`
    return unsupported(`runs on this host are commands, and ${what}`)
  }
  const secret = spec.env.find((variable) => variable.secretRef !== undefined)
  if (secret !== undefined) return unsupported(`variable ${secret.name} refers to a secret, and this host keeps none`)
  if (spec.workingDir !== undefined && !isAbsolute(spec.workingDir)) {
    return {
      code: 'INVALID',
      message: `the working directory ${spec.workingDir} is not an absolute path`,
      retryable: false,
    }
  }
  const gpu = spec.resources.gpu ?? 0
  if (gpu > 1000 && gpu % 1000 !== 0) return unsupported('more than one GPU can only be given in whole devices')
  return undefined
}

function unsupported(message: string): Refusal {
  return { code: 'UNSUPPORTED', message, retryable: false }
}
