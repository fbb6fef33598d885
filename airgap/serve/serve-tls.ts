import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { AirgapError } from '../cli/airgap-error.ts'
import { AUTHORITY_FILE } from '../site/registry-section.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import type { Site } from '../site/site.ts'
import { makeServeCertificate } from './make-serve-certificate.ts'

const CERTIFICATE_FILE = 'tls.crt'
const KEY_FILE = 'tls.key'

export interface ServeTls {
  certFile: string
  keyFile: string
}

export type ServedRegistry = Site['registry'] & { serve: NonNullable<Site['registry']['serve']> }

/** The registry of a site that says it has none of its own. Throws with exit class `usage` for any other site. */
export function requireServed(site: Site | LinuxSite, file: string): ServedRegistry {
  if (!('registry' in site) || site.registry.serve === undefined)
    throw new AirgapError('usage', `${file} does not say that this site has no registry`, {
      hint: 'add serve: {} to its section registry, with the address of this host as url',
    })
  return { ...site.registry, serve: site.registry.serve }
}

/** Address and port to listen on. */
export function listenOf({ url, serve }: ServedRegistry): string {
  const { hostname, port } = new URL(url)
  return serve.listen ?? `${hostname.startsWith('[') ? '[::]' : '0.0.0.0'}:${port || 443}`
}

/** Where the certificate of a served registry lies, whether it is there or not. */
export function serveTlsFiles({ serve }: ServedRegistry): ServeTls {
  return serve.tls ?? { certFile: join(serve.folder, CERTIFICATE_FILE), keyFile: join(serve.folder, KEY_FILE) }
}

/**
 * The certificate of a served registry, which is made the first time where the site gives none. Answers whether it was. Throws with exit class `usage` for one that is not for the name in
 * `registry.url`.
 */
export async function ensureServeTls(registry: ServedRegistry, now: number): Promise<ServeTls & { isNew: boolean }> {
  const files = serveTlsFiles(registry)
  const host = new URL(registry.url).hostname.replaceAll(/^\[|\]$/g, '')
  const { folder, tls } = registry.serve
  const isNew = tls === undefined && !existsSync(files.certFile)
  if (isNew) {
    const { authority, certificate, key } = await makeServeCertificate(host, now)
    mkdirSync(folder, { recursive: true })
    // The certificate comes last: a run that was killed before makes all three anew.
    writeFileSync(files.keyFile, key, { mode: 0o600 })
    writeFileSync(join(folder, AUTHORITY_FILE), authority)
    writeFileSync(files.certFile, certificate)
  }
  const certificate = new X509Certificate(readFileSync(files.certFile))
  const isFor = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)
  if (isFor === undefined)
    throw new AirgapError('usage', `${files.certFile} is not for ${host}, by which nodes reach it: registry.url`, {
      hint:
        tls === undefined
          ? `remove ${folder} to have another one made, and give its ${AUTHORITY_FILE} to the nodes again`
          : 'name one in registry.serve.tls that is, or correct registry.url',
    })
  return { ...files, isNew }
}
