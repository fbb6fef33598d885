import { z } from 'zod'
import type { Answer } from './exchange.ts'
import { RegistryError } from './registry-error.ts'

const errorDocument = z.object({
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })),
})

/** Turns an answer that is no success into the sentence for it. `what` says what was asked, such as `the layer sha256:…`. */
export function describeRefusal(host: string, what: string, answer: Answer): RegistryError {
  const { status, text } = answer
  const codes = codesIn(text)
  const said = saidIn(text)
  const tail = said === '' ? '' : ` (${said})`
  if (/no space left|disk quota exceeded|insufficient.storage|ENOSPC/i.test(text) || status === 507)
    return new RegistryError(
      'disk-full',
      `${host} has no space left for ${what}${tail}: free or add storage there, and run this again`,
    )
  if (/airgap serve/.test(text))
    return new RegistryError(
      'read-only',
      `${host} is ./airgap serve, which takes nothing: say serve: {} in the section registry of site.yaml, and nothing is pushed there`,
    )
  if (/read.?only|maintenance/i.test(text) || status === 405)
    return new RegistryError(
      'read-only',
      `${host} is read-only and does not take ${what}${tail}: end its maintenance mode, or ask its owner when it ends`,
    )
  if (status === 413)
    return new RegistryError(
      'too-large',
      `a proxy before ${host} refuses ${what} as too large: raise its limit for the size of a body (nginx: client_max_body_size), or set it to 0 for the registry`,
    )
  if (/quota/i.test(text))
    return new RegistryError(
      'disk-full',
      `the project's quota in ${host} is used up${tail}: raise it, or delete old images`,
    )
  if (status === 401)
    return new RegistryError(
      'login',
      `${host} does not let this login reach ${what}${tail}: check user and password in registry.authFile`,
    )
  if (status === 403 || codes.includes('DENIED'))
    return new RegistryError(
      'denied',
      `the login has no right to push ${what} to ${host}${tail}: give it the right to push to this project`,
    )
  if (codes.includes('NAME_UNKNOWN') || codes.includes('NAME_INVALID'))
    return new RegistryError(
      'denied',
      `${host} knows no place for ${what}${tail}: make the project first, or correct registry.project`,
    )
  if (codes.includes('DIGEST_INVALID'))
    return new RegistryError(
      'corrupt',
      `${host} got other bytes than were sent for ${what}${tail}: something between here and there changes them`,
    )
  if (status === 415 || codes.includes('MANIFEST_INVALID'))
    return new RegistryError('media-type', `${host} does not accept ${what}${tail}: it has to take OCI images`)
  return new RegistryError('refused', `${host} answers ${status} to ${what}${tail}`)
}

/** The codes of the distribution protocol in an answer. */
export function codesIn(text: string): string[] {
  return errorsIn(text).flatMap(({ code }) => (code === undefined ? [] : [code]))
}

function saidIn(text: string): string {
  const [first] = errorsIn(text)
  return [first?.code, first?.message].filter((part) => part !== undefined && part !== '').join(': ')
}

function errorsIn(text: string): z.infer<typeof errorDocument>['errors'] {
  try {
    return errorDocument.parse(JSON.parse(text)).errors
  } catch {
    return []
  }
}
