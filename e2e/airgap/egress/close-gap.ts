import { run } from '@fairlead/rig/node/run'

/** A network that lets nothing out, whoever sends it, and counts what wanted to go. */
export interface ClosedGap {
  /** Packets that were dropped so far. */
  dropped(): number
}

/** Drops what a node or a pod on it sends to anywhere outside of `inside`, as the firewall of a closed site does: without a word to the sender. */
export function closeGap(node: number, inside: string): ClosedGap {
  const iptables = (...args: string[]) =>
    run('nsenter', ['--target', String(node), '--net', '--', command(), '--wait', ...args])
  iptables('-N', CHAIN)
  // What bridges say to their own link about groups goes no further (RFC 5771, section 4).
  for (const range of [inside, '127.0.0.0/8', '224.0.0.0/24']) iptables('-A', CHAIN, '-d', range, '-j', 'RETURN')
  iptables('-A', CHAIN, '-j', 'DROP')
  for (const chain of ['OUTPUT', 'FORWARD']) iptables('-I', chain, '1', '-j', CHAIN)
  return {
    dropped: () => {
      const line = iptables('-L', CHAIN, '-v', '-x', '-n')
        .split('\n')
        .find((each) => each.includes('DROP'))
      return Number(line?.trim().split(/\s+/)[0])
    },
  }
}

const CHAIN = 'CLOSED-SITE'

/** As the node's own programs: kernels without nftables are common on small machines. */
function command(): string {
  try {
    run('iptables-legacy', ['--version'])
    return 'iptables-legacy'
  } catch {
    return 'iptables'
  }
}
