import type { Outputs } from '../../lib/trpc.ts'

export type Connection = Outputs['connections']['list']['items'][number]
export type ConnectionType = Connection['type']

interface Setting {
  name: string
  label: string
  placeholder: string
  isNeeded?: boolean
}

const CA: Setting = { name: 'caConfigMap', label: 'ConfigMap with a CA', placeholder: 'none' }

/** What each type of connection is, and what has to be said of it. None of it is a secret. */
export const CONNECTION_TYPES: Record<
  ConnectionType,
  { word: string; about: string; settings: readonly Setting[]; hasFiles: boolean }
> = {
  s3: {
    word: 'S3',
    about: 'a bucket; its keys become environment variables',
    hasFiles: false,
    settings: [
      { name: 'bucket', label: 'Bucket', placeholder: 'datasets', isNeeded: true },
      { name: 'endpoint', label: 'Endpoint', placeholder: 'https://s3.example.com' },
      { name: 'region', label: 'Region', placeholder: 'eu-north-1' },
      { name: 'prefix', label: 'Prefix', placeholder: 'images/' },
      CA,
    ],
  },
  pvc: {
    word: 'Claim',
    about: 'a claim of the project’s namespace, as files',
    hasFiles: true,
    settings: [{ name: 'claim', label: 'Claim', placeholder: 'shared-data', isNeeded: true }],
  },
  uri: {
    word: 'URI',
    about: 'a service by its address',
    hasFiles: false,
    settings: [{ name: 'url', label: 'URL', placeholder: 'https://models.example.com', isNeeded: true }, CA],
  },
  git: {
    word: 'Git',
    about: 'a repository, checked out as files',
    hasFiles: true,
    settings: [
      { name: 'url', label: 'URL', placeholder: 'https://git.example.com/team/train.git', isNeeded: true },
      { name: 'ref', label: 'Branch, tag or commit', placeholder: 'main' },
      CA,
    ],
  },
}
export const TYPES = Object.keys(CONNECTION_TYPES) as ConnectionType[]

/** What it leads to, in one line. */
export function targetOf({ type, settings }: Pick<Connection, 'type' | 'settings'>): string {
  const { bucket = '', prefix, endpoint, claim = '', url = '', ref } = settings
  if (type === 's3') return `${bucket}${prefix ? `/${prefix}` : ''}${endpoint ? ` at ${endpoint}` : ''}`
  if (type === 'pvc') return claim
  return ref ? `${url} at ${ref}` : url
}
