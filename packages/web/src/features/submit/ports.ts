import type { Inputs } from '../../lib/trpc.ts'

type Port = NonNullable<Inputs['workloads']['submit']['spec']['ports']>[number]

/** `8080, http:8081` as ports. */
export function readPorts(text: string): { ports: Port[]; error: string | undefined } {
  const ports: Port[] = []
  for (const part of text.split(/[\s,]+/).filter((word) => word !== '')) {
    const [, name, number] = /^(?:([a-z0-9-]{1,15}):)?(\d{1,5})$/.exec(part) ?? []
    const port = Number(number)
    if (number === undefined || port < 1 || port > 65_535) return { ports, error: 'Such as 8080, or http:8080' }
    ports.push(name === undefined ? port : { name, port })
  }
  return { ports, error: undefined }
}

/** The other way round. */
export function writePorts(ports: readonly Port[]): string {
  return ports.map((port) => (typeof port === 'number' ? String(port) : `${port.name}:${port.port}`)).join(', ')
}
