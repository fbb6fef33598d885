/** By these a program knows that Terraform or OpenTofu has started it, and not a person. */
const COOKIE = {
  name: 'TF_PLUGIN_MAGIC_COOKIE',
  value: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
}
export const PROTOCOL = 6

export interface Handshake {
  /** Whom to talk to and nobody else, as PEM; absent without encryption. */
  clientCertificate?: string
  /** Where the socket may lie; absent: the folder for temporary files. */
  socketFolder?: string
}

/** What whoever starts this program says by the environment. Throws, in words for a person, where that is not Terraform or OpenTofu, or one too old. */
export function readHandshake(env: NodeJS.ProcessEnv): Handshake {
  if (env[COOKIE.name] !== COOKIE.value)
    throw new Error('this is a provider: Terraform or OpenTofu starts it, see docs/terraform.md')
  const versions = (env['PLUGIN_PROTOCOL_VERSIONS'] ?? String(PROTOCOL)).split(',').map(Number)
  if (!versions.includes(PROTOCOL))
    throw new Error(`this provider speaks plugin protocol ${PROTOCOL}: use OpenTofu, or Terraform 1.0 or newer`)
  const { PLUGIN_CLIENT_CERT: clientCertificate, PLUGIN_UNIX_SOCKET_DIR: socketFolder } = env
  return { ...(clientCertificate ? { clientCertificate } : {}), ...(socketFolder ? { socketFolder } : {}) }
}
