import { fail, pass, type Check } from '../check.ts'
import type { Probed, ProbeTrouble } from './seen.ts'

const WHAT = 'nodes pull'

/** What runtimes and kubelets say when an image does not come, and what to do about it. The first that fits counts. */
const PULL_TROUBLES: readonly [pattern: RegExp, sentence: (host: string) => string][] = [
  [
    /x509|certificate|tls: /i,
    (host) =>
      `the container runtime of the node does not trust the certificate of ${host}: give it the authority, as the files in out/nodes do (containerd: /etc/containerd/certs.d/${host}/hosts.toml; RKE2 and k3s: registries.yaml; OpenShift: additionalTrustedCA of image.config.openshift.io)`,
  ],
  [
    /\b401\b|\b403\b|unauthorized|authentication required|authorization failed|no basic auth|denied|forbidden/i,
    (host) =>
      `${host} refuses the login of the pull secret: give registry.pullAuthFile a login that may read from registry.project`,
  ],
  [
    /HTTP response to HTTPS client/i,
    (host) => `nodes speak TLS to ${host}, which does not: give the registry a certificate`,
  ],
  [
    /no such host|server misbehaving|lookup /i,
    (host) => `the node finds no address for ${host}: enter it in the DNS that nodes ask`,
  ],
  [
    /no route to host|network is unreachable|connection refused|i\/o timeout|deadline exceeded|dial tcp|connection reset/i,
    (host) => `the node does not reach ${host}: let nodes connect to it, and check their proxy settings`,
  ],
  [
    /not found|manifest unknown|\b404\b/i,
    (host) => `${host} does not have the image: does registry.url name the same place for nodes as for this machine?`,
  ],
  [
    /exec format error|no match for platform/i,
    () => 'the image is for another architecture than the node: take the bundle for it',
  ],
  [/no space left/i, () => 'the disk of the node is full: free room for 300 MB of images'],
]

/** Trouble that does not come right by itself: a certificate, a login, an image that is not there. */
export function isForGood(text: string): boolean {
  return /x509|unauthorized|\b401\b|\b403\b|denied|no basic auth|not found|manifest unknown/i.test(text)
}

/** R8: a pod on each architecture starts from the registry of the site, by digest, with the login for pulling. */
export function checkPulls(probed: readonly Probed[], host: string): Check[] {
  return probed.map(({ architecture, node, seen, trouble }) => {
    const what = `${WHAT} (${architecture})`
    if (seen !== undefined) return pass('R8', what, `by digest, on ${node ?? 'a node'}`)
    const { kind, text } = trouble ?? { kind: 'late' as const, text: 'it says nothing' }
    return fail('R8', what, `${node ?? 'no node'}: ${text}`, fixOf(kind, text, host))
  })
}

function fixOf(kind: ProbeTrouble['kind'], text: string, host: string): string {
  const known = PULL_TROUBLES.find(([pattern]) => pattern.test(text))
  if (kind === 'pull') return known?.[1](host) ?? `look into the log of the container runtime on that node for ${host}`
  if (kind === 'refused')
    return 'the cluster does not let a pod of level restricted in: mend what it says, since pods of Fairlead are like it'
  if (kind === 'no node')
    return 'make room on a node without a taint, or take the taint away: pods of Fairlead tolerate none'
  if (kind === 'start')
    return known?.[1](host) ?? 'the image is there and does not start: look at the container runtime of that node'
  return `nothing has happened for long: look at the events of the node and at its way to ${host}`
}
