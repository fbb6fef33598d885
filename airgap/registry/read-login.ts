import { readFileSync } from 'node:fs'
import { z } from 'zod'

export interface Login {
  user: string
  password: string
}

const entry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
})
const authFile = z.object({
  auths: z.record(z.string(), entry).default({}),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
})

/**
 * The login for a registry from a file as `docker login`, `podman login` and `oc registry login` write it. `host` is as in image names, with the port; an entry
 * for `host/project` goes before the one for the host. Undefined when the file has none. Throws one sentence for a file that cannot be used.
 */
export function readLogin(file: string, host: string, project: string): Login | undefined {
  const { auths, credsStore, credHelpers } = parse(file)
  const byPlace = new Map(Object.entries(auths).map(([key, value]) => [placeOf(key), value]))
  const parts = project.split('/').filter((part) => part !== '')
  const places = parts.map((_, index) => [host, ...parts.slice(0, parts.length - index)].join('/'))
  const found = [...places, host].map((place) => byPlace.get(place)).find((each) => each !== undefined)
  if (found === undefined) return undefined
  if (found.username !== undefined && found.password !== undefined)
    return { user: found.username, password: found.password }
  if (found.auth !== undefined && found.auth !== '') {
    const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(found.auth, 'base64').toString()) ?? []
    if (user === undefined || password === undefined)
      throw new Error(`${file}: the entry for ${host} holds no user and password: sign in again, or write it by hand`)
    return { user, password }
  }
  if (credsStore !== undefined || credHelpers?.[host] !== undefined)
    throw new Error(
      `${file}: the login for ${host} lies in a credential helper, which is not asked: give a file that holds it, as \`podman login --authfile FILE ${host}\` writes`,
    )
  throw new Error(`${file}: the entry for ${host} holds no user and password`)
}

function parse(file: string): z.infer<typeof authFile> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  try {
    return authFile.parse(JSON.parse(text))
  } catch (error) {
    throw new Error(
      `${file} is no file of registry logins: write {"auths": {"HOST": {"auth": "..."}}}, as \`podman login --authfile\` does`,
      { cause: error },
    )
  }
}

/** Older files write `https://HOST/v1/`. */
function placeOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/(v[12]\/?)?$/, '')
}
