import { fail, pass, warn, type Check } from '../check.ts'
import type { LinkSeen } from './seen.ts'

/** A silence that proxies which cut at a minute do not survive. */
export const IDLE_MS = 70_000
/** Agents break the silence at least this often, by a wide margin. */
const SHORTEST_MS = 30_000

export interface LinkAsked {
  url: string
  /** Who looked: pods of the cluster, or the host that is one by itself. */
  from: 'pods' | 'host'
  /** The silence was not asked for. */
  isQuick: boolean
  /** An agent of this cluster has its identity already. */
  isEnrolled: boolean
  /** The release that would be installed. */
  version: string
}

/** A1 to A4: what was seen of the way to the control plane where the agent will be. */
export function checkLink(link: LinkSeen, asked: LinkAsked): Check[] {
  const reach = checkReach(link, asked)
  if (reach.result === 'fail') return [reach]
  return [reach, checkSocket(link, asked), checkToken(link, asked), checkSkew(link, asked)]
}

function checkReach({ name, reach }: LinkSeen, { url, from }: LinkAsked): Check {
  const isHost = from === 'host'
  const what = isHost ? 'control plane in reach' : 'control plane in reach of pods'
  const fixes = isHost ? hostFix : podFix
  if ('error' in reach) return fail('A1', what, reach.error, fixes(name, reach.error, url))
  if (reach.status === 200) return pass('A1', what, 'address' in name ? `${url} at ${name.address}` : url)
  const fix = `something else than a control plane answers under ${url}: check cluster.controlPlane${isHost ? '' : ', and cluster.proxy'}`
  return fail('A1', what, `status ${reach.status}`, fix)
}

function podFix(name: LinkSeen['name'], error: string, url: string): string {
  if ('error' in name && /ENOTFOUND|EAI_AGAIN/.test(error))
    return `pods find no address for ${new URL(url).hostname}: enter it in the DNS that the cluster asks`
  if (/self.signed|unable to (verify|get)|CERT_|certificate/i.test(error))
    return `pods do not trust the certificate of ${url}: name its authority in ca, and check its names and dates`
  return `let pods connect to ${url}: a firewall, a network policy or cluster.proxy is in the way`
}

function hostFix(name: LinkSeen['name'], error: string, url: string): string {
  if ('error' in name && /ENOTFOUND|EAI_AGAIN/.test(error))
    return `this host finds no address for ${new URL(url).hostname}: enter it in the DNS that it asks, or in /etc/hosts`
  if (/self.signed|unable to (verify|get)|CERT_|certificate/i.test(error))
    return `this host does not trust the certificate of ${url}: name its authority in ca, and check its names and dates`
  return `let this host connect to ${url}: a firewall is in the way, or no control plane runs there yet`
}

function checkSocket({ socket, idle }: LinkSeen, { isQuick }: LinkAsked): Check {
  const what = 'websocket stays open'
  if ('error' in socket)
    return fail(
      'A2',
      what,
      socket.error,
      'let the proxy or router before the control plane pass the upgrade to websocket',
    )
  if ('status' in socket) return socketRefused(what, socket.status)
  if (idle === undefined) {
    const fix = 'run it again without --quick: a proxy that cuts idle connections shows only then'
    return warn('A2', what, isQuick ? 'opens; its silence was not tried' : 'opens', fix)
  }
  if ('ms' in idle) return pass('A2', what, `${idle.ms / 1000} s of silence`)
  const seen = `cut after ${(idle.cutMs / 1000).toFixed(0)} s of silence: ${idle.error}`
  const fix =
    'raise the time that the proxy before the control plane lets a connection be idle to 120 s or more (nginx: proxy_read_timeout, HAProxy and OpenShift: timeout tunnel)'
  return idle.cutMs < SHORTEST_MS
    ? fail('A2', what, seen, fix)
    : warn('A2', what, seen, `agents speak more often than that; ${fix}`)
}

function socketRefused(what: string, status: number): Check {
  if (status === 404) {
    const fix = 'upgrade the control plane first: one of this release can be asked'
    return warn('A2', what, 'this control plane knows no probe', fix)
  }
  if (status === 503) return warn('A2', what, 'it takes no more probes now', 'run it again in a minute')
  const fix = 'let the proxy or router before the control plane pass the upgrade to websocket'
  return fail('A2', what, `the upgrade is answered with ${status}`, fix)
}

function checkToken({ socket }: LinkSeen, { isEnrolled }: LinkAsked): Check {
  const what = 'join token'
  if (isEnrolled) return pass('A3', what, 'this cluster has enrolled, and its agent keeps its key')
  if (!('answer' in socket)) return warn('A3', what, 'could not be asked', 'see A2; the agent tells when it enrols')
  const { token, cluster, enrolledAs } = socket.answer
  const anew = 'make a new one: fairlead cluster token NAME, or in the console on the page of the cluster'
  if (token === 'none')
    return warn('A3', what, 'none yet', 'name its file in cluster.joinTokenFile, or give it to apply on standard input')
  if (token === 'bad' || cluster === undefined)
    return fail('A3', what, 'not good: unknown, expired, used or revoked', anew)
  if (cluster.isElsewhere)
    return fail(
      'A3',
      what,
      `"${cluster.name}" is another cluster`,
      'an agent of that one has enrolled before: add this cluster under a name of its own',
    )
  if (enrolledAs.length > 0)
    return fail(
      'A3',
      what,
      `this cluster has enrolled as ${enrolledAs.map((name) => `"${name}"`).join(', ')}`,
      'remove that agent, or revoke that cluster, before it enrols under another name',
    )
  if (cluster.isEnrolled)
    return warn(
      'A3',
      what,
      `good, and "${cluster.name}" has enrolled before`,
      'the new agent takes over, and the key of the one before is no longer taken',
    )
  return pass('A3', what, `good for "${cluster.name}", and unspent`)
}

function checkSkew({ socket }: LinkSeen, { version }: LinkAsked): Check {
  const what = 'versions that fit'
  if (!('answer' in socket)) return warn('A4', what, 'could not be asked', 'see A2; the agent is told when it connects')
  const { answer, skew } = socket
  const pair = `agent ${version}, control plane ${answer.version}`
  if (skew.speaks === undefined) {
    const fix =
      skew.theirs === 'newer'
        ? `install the agent of ${answer.version}: this one is more than three versions of the protocol behind`
        : 'upgrade the control plane first'
    return fail('A4', what, `${pair}: nothing that both speak`, fix)
  }
  const seen = `${pair}, both speak AP/1 ${skew.speaks}`
  if (skew.theirs === 'older') return warn('A4', what, seen, 'upgrade the control plane first: an agent is never newer')
  return pass('A4', what, seen)
}
