import { readFileSync } from 'node:fs'
import { setGlobalProxyFromEnv } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/** Honours HTTPS_PROXY and its kin, and trusts the authority in the file that `FAIRLEAD_CA` names beside the usual ones. */
export function useProxyAndAuthority(env: NodeJS.ProcessEnv): void {
  if (Object.keys(env).some((name) => /^https?_proxy$/i.test(name))) setGlobalProxyFromEnv()
  const file = env['FAIRLEAD_CA']
  if (!file) return
  try {
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(file, 'utf8')])
  } catch (error) {
    process.stderr.write(`error    FAIRLEAD_CA: ${file} cannot be used: ${(error as Error).message}\n`)
    process.exit(2)
  }
}
