import { expect, test } from 'vitest'
import { leading, readCalls } from './read-calls.ts'

/** As strace writes bytes that are not text. */
const written = (bytes: Buffer) => `"${[...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`

function question(name: string, { more = 0, end = Buffer.alloc(0) } = {}): Buffer {
  const head = Buffer.from([0x12, 0x34, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, more])
  const labels = name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`))
  return Buffer.concat([head, ...labels, Buffer.from([0, 0, 1, 0, 1]), end])
}

test('addresses of either family and names that a DNS server is asked for are told, with who asked', () => {
  const record = [
    '12 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0',
    '13 connect(3, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    `14 sendto(4, ${written(question('telemetry.example.com'))}, 39, 0, NULL, 0) = 39`,
    `14 sendto(4, ${written(question('with.extensions', { more: 1, end: Buffer.from([0, 0, 41, 4, 0, 0, 0, 0, 0, 0, 0]) }))}, 44, 0, NULL, 0) = 44`,
    '15 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0',
  ].join('\n')
  expect(readCalls(record)).toEqual([
    { process: '12', target: '192.0.2.1:443' },
    { process: '13', target: '[2001:db8::1]:80' },
    { process: '14', target: 'telemetry.example.com' },
    { process: '14', target: 'with.extensions' },
  ])
})

test('what the processes of a program tell each other is no question', () => {
  const name = question('telemetry.example.com')
  const otherClass = Buffer.from(name)
  otherClass.writeUInt16BE(3, name.length - 2)
  const unlike = [
    otherClass,
    Buffer.concat([name, Buffer.from([0])]),
    question('a\u0001b.c\u0000d'),
    name.subarray(0, -1),
    Buffer.concat([question('x', { more: 2 }), name]),
  ]
  const record = unlike.map((bytes) => `9 sendmsg(7, {msg_iov=[{iov_base=${written(bytes)}}]}, 0) = 9`).join('\n')
  expect(readCalls(record)).toEqual([])
})

test('what stays in the networks of a site, on the machine or in the cluster does not lead out of it', () => {
  const of = (...targets: string[]) => targets.map((target) => ({ process: '1', target }))
  const own = of('127.0.0.1:1', '0.0.0.0:1', '[::1]:1', '10.1.2.3:53', 'fairlead.fairlead.svc.cluster.local', 'host')
  const out = of('10.2.0.1:53', '[2001:db8::1]:80', 'telemetry.example.com')
  expect(leading([...own, ...out], ['10.1.0.0/16'])).toEqual(out)
})
