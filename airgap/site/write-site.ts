import { stringify } from 'yaml'

/** What a site is asked. All else has a default or follows from an answer. */
export interface SiteAnswers {
  /** With {@link SERVED} before it for a site without a registry. */
  registryUrl: string
  registryCaFile?: string
  registryAuthFile?: string
  domain: string
  expose: 'ingress' | 'route' | `nodePort:${number}`
  /** A file with the URL of the site's own database; empty for the bundled one. */
  databaseUrlFile?: string
  storageClass?: string
  projects?: readonly string[]
  /** The key that opens backups. */
  backupKeyFile?: string
}

/** Before the address of a registry that `./airgap serve` is. */
export const SERVED = 'serve:'

/** The text of a site file for these answers. */
export function writeSite(answers: SiteAnswers): string {
  const [kind, port] = answers.expose.split(':')
  const url = kind === 'nodePort' ? `http://${answers.domain}:${port}` : `https://${answers.domain}`
  const isServed = answers.registryUrl.startsWith(SERVED)
  const value = {
    mode: 'airgapped',
    platform: 'auto',
    registry: {
      url: isServed ? answers.registryUrl.slice(SERVED.length) : answers.registryUrl,
      project: 'fairlead',
      ...(isServed ? { serve: {} } : {}),
      ...given('caFile', answers.registryCaFile),
      ...given('authFile', answers.registryAuthFile),
    },
    ...(answers.registryCaFile ? { ca: [answers.registryCaFile] } : {}),
    backend: {
      domain: answers.domain,
      expose: kind === 'nodePort' ? { nodePort: Number(port) } : { [kind!]: {} },
      database: answers.databaseUrlFile
        ? { external: { urlFile: answers.databaseUrlFile } }
        : { bundled: { ...given('storageClass', answers.storageClass), size: '20Gi' } },
      replicas: 2,
    },
    cluster: { controlPlane: url, joinTokenFile: 'join-token', projects: answers.projects ?? ['default-project'] },
    ...(answers.backupKeyFile ? { backup: { keyFile: answers.backupKeyFile } } : {}),
  }
  return `# Fairlead at this site. Secrets are in the files that are named here, and never in this one.\n${stringify(value)}`
}

function given(key: string, value: string | undefined): Record<string, string> {
  return value === undefined || value === '' ? {} : { [key]: value }
}
