import type { Connection } from '@fairlead/protocol'
import type { RunRequest } from '../../driver.ts'
import { dnsName } from './object-name.ts'
import { RenderRefusal, type RenderContext } from './render-context.ts'
import { CONTAINER_SECURITY } from './security.ts'
import type { Container, EnvFromSource, EnvVar, Volume, VolumeMount } from './kube-types.ts'

export type Connected = {
  env: EnvVar[]
  envFrom: EnvFromSource[]
  volumes: Volume[]
  mounts: VolumeMount[]
  initContainers: Container[]
}

/** What the connections of a run add to its pods. Secrets are named and never read: the kubelet hands them to the container. */
export function connectionsOf(request: RunRequest, context: RenderContext): Connected {
  const parts: Connected = { env: [], envFrom: [], volumes: [], mounts: [], initContainers: [] }
  for (const connection of request.spec.pod?.connections ?? []) {
    for (const [name, value] of Object.entries(variablesOf(connection))) parts.env.push({ name, value })
    if (connection.secret !== undefined && connection.type !== 'git') {
      parts.envFrom.push({ secretRef: { name: connection.secret } })
    }
    if (connection.type === 'pvc') addClaim(parts, connection)
    if (connection.type === 'git') addClone(parts, connection, context)
  }
  return parts
}

/** The names that the tools of each type read. */
function variablesOf({ name, type, settings, mountPath }: Connection): Record<string, string> {
  const prefix = `FAIRLEAD_CONNECTION_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`
  const own = Object.fromEntries(
    Object.entries({ ...settings, ...(mountPath === undefined ? {} : { path: mountPath }) }).map(([key, value]) => [
      `${prefix}_${key.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`,
      value,
    ]),
  )
  if (type !== 's3') return own
  const { endpoint, region, bucket, prefix: path } = settings
  return {
    ...own,
    ...(endpoint === undefined ? {} : { AWS_S3_ENDPOINT: endpoint, AWS_ENDPOINT_URL_S3: endpoint }),
    ...(region === undefined ? {} : { AWS_DEFAULT_REGION: region, AWS_REGION: region }),
    ...(bucket === undefined ? {} : { AWS_S3_BUCKET: bucket }),
    ...(path === undefined ? {} : { AWS_S3_PREFIX: path }),
  }
}

function addClaim(parts: Connected, { name, settings, mountPath, readOnly }: Connection): void {
  const { claim } = settings
  if (claim === undefined || mountPath === undefined) {
    throw new RenderRefusal('INVALID', `connection ${name} needs the setting claim and a mountPath`)
  }
  const volume = `connection-${dnsName(name, 50)}`
  parts.volumes.push({ name: volume, persistentVolumeClaim: { claimName: claim, ...(readOnly ? { readOnly } : {}) } })
  parts.mounts.push({ name: volume, mountPath, ...(readOnly ? { readOnly } : {}) })
}

function addClone(
  parts: Connected,
  { name, settings, secret, mountPath, readOnly }: Connection,
  context: RenderContext,
): void {
  const { url, ref = 'HEAD' } = settings
  const { gitImage } = context.settings
  if (url === undefined || mountPath === undefined) {
    throw new RenderRefusal('INVALID', `connection ${name} needs the setting url and a mountPath`)
  }
  if (gitImage === undefined) {
    throw new RenderRefusal(
      'UNSUPPORTED',
      `connection ${name} is a Git repository, and this cluster names no image that clones (setting gitImage of the agent)`,
    )
  }
  const volume = `connection-${dnsName(name, 50)}`
  parts.volumes.push({ name: volume, emptyDir: {} })
  parts.mounts.push({ name: volume, mountPath, ...(readOnly ? { readOnly } : {}) })
  parts.initContainers.push({
    name: `clone-${dnsName(name, 50)}`,
    image: gitImage,
    // The address, the place and the login are variables, never part of the script.
    command: ['/bin/sh', '-c', CLONE],
    env: [
      { name: 'HOME', value: '/tmp' },
      { name: 'GIT_URL', value: url },
      { name: 'GIT_REF', value: ref },
    ],
    ...(secret === undefined ? {} : { envFrom: [{ secretRef: { name: secret }, prefix: 'GIT_LOGIN_' }] }),
    volumeMounts: [{ name: volume, mountPath: '/connection' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    securityContext: CONTAINER_SECURITY,
  })
}

const CLONE = [
  'set -eu',
  'export GIT_TERMINAL_PROMPT=0',
  `ask='case "$1" in Username*) printf %s "\${GIT_LOGIN_username:-git}";; *) printf %s "\${GIT_LOGIN_password:-}";; esac'`,
  `printf '#!/bin/sh\\n%s\\n' "$ask" >/tmp/ask`,
  'chmod 700 /tmp/ask',
  'export GIT_ASKPASS=/tmp/ask',
  'cd /connection',
  'git init -q',
  'git fetch -q --depth 1 "$GIT_URL" "$GIT_REF"',
  'git checkout -q FETCH_HEAD',
].join('\n')
