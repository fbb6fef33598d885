import { imageOf } from '../release/read-release.ts'
import type { ImageRole, Release } from '../release/release.ts'
import type { BackendSite, ClusterSite, Site } from '../site/site.ts'
import { caBundle, CA_CONFIG_MAP, PULL_SECRET } from './common-objects.ts'
import { egressRules } from './egress-rules.ts'
import { podChecksums } from './pod-checksums.ts'
import { DATABASE_SECRET } from './postgresql-objects.ts'
import { loginOf, registryHost, registryPlace } from './site-images.ts'

export const TLS_SECRET = 'fairlead-tls'
export const LICENCE_SECRET = 'fairlead-licence'
/** Of the licence and of the keys to check it with, in that Secret: what the chart expects. */
export const LICENCE_KEYS = { licence: 'licence', keys: 'keys.json' } as const
export const JOIN_SECRET = 'fairlead-join-token'

/** Where browsers and agents reach the control plane. */
export function backendUrl({ url, domain, expose }: BackendSite): string {
  if (url !== undefined) return url
  return expose.nodePort === undefined ? `https://${domain}` : `http://${domain}:${expose.nodePort}`
}

export interface DatabasePlace {
  /** Where the network policy lets the control plane out to. */
  port: number
  /** Of a database of the site; undefined for the bundled one, whose address stays as it is. */
  url: string | undefined
}

/** Values of the chart `fairlead` for a site. */
export function backendValues(site: Site, backend: BackendSite, release: Release, database: DatabasePlace): object {
  const { expose, tls, domain, egressHosts, licence, downloads } = backend
  const certificate = tls === undefined ? {} : { existingSecret: TLS_SECRET }
  return {
    replicaCount: backend.replicas,
    image: imageValues(site, release, 'control-plane'),
    database: { existingSecret: DATABASE_SECRET, port: database.port },
    // The link for the first admin is the installer's: one, and for an hour.
    // What agents are offered is what this bundle has put into the site's registry.
    config: {
      mode: site.mode,
      publicUrl: backendUrl(backend),
      printSetupLink: false,
      agentDigest: imageOf(release, 'agent').digest,
      ...(egressHosts.length === 0 ? {} : { egressHosts }),
    },
    ...(egressHosts.length === 0 ? {} : { networkPolicy: { egress: egressRules(egressHosts) } }),
    ...(licence === undefined ? {} : { licence: { existingSecret: LICENCE_SECRET } }),
    ...(downloads === undefined ? {} : { downloads: { existingClaim: downloads.claim } }),
    podAnnotations: podChecksums({ ca: caBundle(site), databaseUrl: database.url }),
    ...(site.ca.length === 0 ? {} : { ca: { existingConfigMap: CA_CONFIG_MAP } }),
    ...(expose.ingress === undefined
      ? {}
      : {
          ingress: {
            enabled: true,
            host: domain,
            ...(expose.ingress.className === undefined ? {} : { className: expose.ingress.className }),
            tls: { enabled: true, ...certificate },
          },
        }),
    ...(expose.route === undefined ? {} : { route: { enabled: true, host: domain } }),
    ...(expose.nodePort === undefined ? {} : { service: { type: 'NodePort', nodePort: expose.nodePort } }),
  }
}

/** Values of the chart `fairlead-agent` for one cluster of a site. */
export function clusterValues(site: Site, cluster: ClusterSite, release: Release): object {
  return {
    controlPlane: { url: cluster.controlPlane },
    joinToken: { existingSecret: JOIN_SECRET },
    projectNamespaces: cluster.projects,
    image: imageValues(site, release, 'agent'),
    policy: { registries: cluster.registries ?? [`${registryHost(site.registry)}/`] },
    // Work here has no other way to tell of its progress.
    jobApi: { enabled: true },
    podAnnotations: podChecksums({ ca: caBundle(site) }),
    ...(site.ca.length === 0 ? {} : { ca: { existingConfigMap: CA_CONFIG_MAP } }),
    ...(cluster.proxy === undefined ? {} : { proxy: { httpsProxy: cluster.proxy.url, noProxy: cluster.proxy.except } }),
    ...(loginOf(site.registry, 'pull') === undefined ? {} : { settings: { imagePullSecrets: [PULL_SECRET] } }),
  }
}

function imageValues(site: Site, release: Release, role: ImageRole): object {
  const { repository, digest } = imageOf(release, role)
  return {
    registry: registryPlace(site.registry),
    repository,
    digest,
    pullSecrets: loginOf(site.registry, 'pull') === undefined ? [] : [PULL_SECRET],
  }
}
