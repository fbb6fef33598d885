import type { ClientOptions } from './http/transport.ts'

const URL_DEFAULT = 'http://localhost:8080'

/** `FAIRLEAD_URL` and `FAIRLEAD_TOKEN` as options of a client: `new Client(fromEnv(process.env))`. */
export function fromEnv(env: Readonly<Record<string, string | undefined>>): ClientOptions {
  const token = env['FAIRLEAD_TOKEN']
  return { url: env['FAIRLEAD_URL'] || URL_DEFAULT, ...(token ? { token } : {}) }
}
