import { readFileSync } from 'node:fs'
import type { Site } from '../site/site.ts'
import { ownLabels, type KubeObject, type Phase } from './kube-object.ts'
import { loginOf, registryHost } from './site-images.ts'

export const PULL_SECRET = 'fairlead-registry'
export const CA_CONFIG_MAP = 'fairlead-ca'

/** A namespace with the Pod Security level that its pods keep to. */
export function namespaceObject(phase: Phase, name: string, level: 'restricted' | 'baseline'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...ownLabels(phase, 'namespace'), 'pod-security.kubernetes.io/enforce': level },
    },
  }
}

/** The login with which nodes pull; undefined for a registry that asks for none. */
export function pullSecret(phase: Phase, namespace: string, { registry }: Site): KubeObject | undefined {
  const login = loginOf(registry, 'pull')
  if (login === undefined) return undefined
  const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64')
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: PULL_SECRET, namespace, labels: ownLabels(phase, 'registry') },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': encode(JSON.stringify({ auths: { [registryHost(registry)]: { auth } } })) },
  }
}

/** The authorities of the site in one text; empty when it names none. */
export function caBundle({ ca }: Pick<Site, 'ca'>): string {
  return ca.map((file) => `${readFileSync(file, 'utf8').trim()}\n`).join('')
}

/** The same as an object; undefined when there are none. */
export function caConfigMap(phase: Phase, namespace: string, site: Pick<Site, 'ca'>): KubeObject | undefined {
  if (site.ca.length === 0) return undefined
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: CA_CONFIG_MAP, namespace, labels: ownLabels(phase, 'ca') },
    data: { 'ca.crt': caBundle(site) },
  }
}

/** A Secret that the installer owns. */
export function secretObject(
  phase: Phase,
  namespace: string,
  name: string,
  values: Readonly<Record<string, string>>,
  type = 'Opaque',
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: ownLabels(phase, name) },
    type,
    data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encode(value)])),
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64')
}
