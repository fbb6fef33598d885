import { formatDuration } from '../../lib/format/time.ts'
import { UNKNOWN } from '../../lib/format/numbers.ts'

/** What a template says, in one line: what is asked for first, then the names of the rest. */
export function describeTemplate(spec: Readonly<Record<string, unknown>>): string {
  const { image, size, resources, timeout, ...rest } = spec
  const { cpu, memory, gpu } = (resources ?? {}) as Record<string, unknown>
  const parts = [
    said(image),
    said(size, 'size '),
    said(gpu, '', gpu === 1 ? ' GPU' : ' GPUs'),
    said(cpu, '', cpu === 1 ? ' core' : ' cores'),
    said(memory),
    typeof timeout === 'number' ? `up to ${formatDuration(timeout * 1000)}` : said(timeout, 'up to '),
    ...Object.keys(rest),
  ].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join(' · ') : UNKNOWN
}

function said(value: unknown, before = '', after = ''): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? `${before}${value}${after}` : undefined
}
