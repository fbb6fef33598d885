import { BlockList, isIP } from 'node:net'

/** What a process wanted to reach: an address, or a name that it asked for. */
export interface Call {
  process: string
  target: string
}

const IPV4 = /sin_port=htons\((?<port>\d+)\), sin_addr=inet_addr\("(?<address>[^"]+)"\)/g
const IPV6 = /sin6_port=htons\((?<port>\d+)\).*?inet_pton\(AF_INET6, "(?<address>[^"]+)"/g
const HEX = /"(?<hex>(?:\\x[0-9a-f]{2})+)"/g
/** Kinds of socket that never leave a machine. */
const LOCAL = /sa_family=AF_(?:UNIX|LOCAL|NETLINK|UNSPEC)/
const OTHER = /sa_family=(?<family>AF_(?!INET6?\b)\w+)/

/** Every attempt in a record of {@link recordCalls}, in its order: connections, datagrams with an address, and names in questions to a DNS server, over whichever socket they went. */
export function readCalls(record: string): Call[] {
  return record.split('\n').flatMap((line) => {
    const process = /^\d+/.exec(line)?.[0]
    if (process === undefined) return []
    const addresses = [...line.matchAll(IPV4), ...line.matchAll(IPV6)].map(({ groups }) => {
      const address = groups!['address']!.replace(/^::ffff:(?=\d+\.)/, '')
      return isIP(address) === 6 ? `[${address}]:${groups!['port']}` : `${address}:${groups!['port']}`
    })
    const other = LOCAL.test(line) ? undefined : OTHER.exec(line)?.groups!['family']
    const names = [...line.matchAll(HEX)].map(({ groups }) => questionOf(bytesOf(groups!['hex']!)))
    return [...addresses, ...(other === undefined ? [] : [other]), ...names]
      .filter((target) => target !== undefined)
      .map((target) => ({ process, target }))
  })
}

/** Those that lead out of a site whose own networks are `inside`, each as `10.1.0.0/16`. Loopback, which the address of zeros
 * means as well, and names of the cluster are its own. */
export function leading(calls: readonly Call[], inside: readonly string[]): Call[] {
  const own = new BlockList()
  for (const range of ['127.0.0.0/8', ...inside]) {
    const [address, bits] = range.split('/')
    own.addSubnet(address!, Number(bits), 'ipv4')
  }
  own.addAddress('0.0.0.0', 'ipv4')
  own.addSubnet('::', 127, 'ipv6')
  return calls.filter(({ target }) => {
    const address = /^\[(?<six>.+)\]:\d+$|^(?<four>[\d.]+):\d+$/.exec(target)?.groups
    if (address?.['four'] !== undefined) return !own.check(address['four'], 'ipv4')
    if (address?.['six'] !== undefined) return !own.check(address['six'], 'ipv6')
    return !/(?:^|\.)(?:cluster\.local|svc|localhost)$/.test(target) && target.includes('.')
  })
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
}

/** Bytes that names are written with; messages between the processes of a program, which can look like a question, have others. */
const LABEL = /^[\x21-\x7e]+$/
/** The class of every name on the Internet. */
const IN = 1

/** The name in a DNS message that is one question, and at most says which extensions it knows (RFC 1035, section 4.1, and RFC 6891), or undefined. */
function questionOf(message: Buffer): string | undefined {
  if (message.length < 18 || (message.readUInt16BE(2) & 0xf800) !== 0) return undefined
  const [questions, answers, authorities, others] = [4, 6, 8, 10].map((at) => message.readUInt16BE(at))
  if (questions !== 1 || answers !== 0 || authorities !== 0 || others! > 1) return undefined
  const labels: string[] = []
  for (let at = 12; at < message.length;) {
    const length = message[at]!
    if (length === 0) {
      const end = at + 5
      const isWhole = others === 0 ? end === message.length : end < message.length
      return isWhole && labels.length > 0 && message.readUInt16BE(at + 3) === IN ? labels.join('.') : undefined
    }
    const label = message.toString('latin1', at + 1, at + 1 + length)
    if (length > 63 || !LABEL.test(label)) return undefined
    labels.push(label)
    at += 1 + length
  }
  return undefined
}
