import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { AirgapError } from '../cli/airgap-error.ts'
import { linuxSite, type LinuxSite } from './linux-site.ts'
import { AUTHORITY_FILE } from './registry-section.ts'
import { site, type Site } from './site.ts'

/**
 * Reads the site file of a site with Kubernetes, or of one host without. Files that it names are made absolute, from the folder that it lies in. Throws with exit class `usage` and one line for each thing that
 * is wrong, with its number: a key that is not known, a value of another kind, a file that is not there.
 */
export function readAnySite(path: string): Site | LinuxSite {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new AirgapError('usage', `the site file ${path} cannot be read: ${(error as Error).message}`, {
      hint: 'write one with: ./airgap init --out site.yaml',
      cause: error,
    })
  }
  const { value, problems } = parseSite(text, dirname(resolve(path)))
  if (value === undefined)
    throw new AirgapError('usage', `${path} is not a site file`, {
      details: problems,
      hint: problems.length === 1 ? 'correct this line' : 'correct these lines',
    })
  return { ...value, path: resolve(path) }
}

/** The same on a text; `folder` is where its files lie. */
export function parseSite(text: string, folder: string): { value?: Site | LinuxSite; problems: string[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(
        ({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message.split('\n')[0]}`,
      ),
    }
  const lineOf = (keys: readonly PropertyKey[]) => lines.linePos(offsetOf(document, keys)).line
  const content = document.toJS() as { platform?: unknown } | null
  const parsed = content?.platform === 'linux' ? linuxSite.safeParse(content) : site.safeParse(content)
  if (!parsed.success) return { problems: parsed.error.issues.flatMap((issue) => describe(issue, lineOf)) }
  const missing: string[] = []
  const value = resolveFiles(parsed.data, folder, (keys, file) => {
    if (!existsSync(file)) missing.push(`line ${lineOf(keys)}: ${keys.join('.')}: there is no file ${file}`)
  })
  return missing.length > 0 ? { problems: missing } : { value: withServedAuthority(value), problems: [] }
}

function describe(issue: z.core.$ZodIssue, lineOf: (keys: readonly PropertyKey[]) => number): string[] {
  const place = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const at = [...issue.path, key]
      return `line ${lineOf(at)}: ${at.join('.')}: there is no such setting`
    })
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  const says = isMissing ? 'is missing' : issue.message.replace(/^Invalid (input|option): /, '')
  return [`line ${lineOf(issue.path)}: ${place === '' ? says : `${place}: ${says}`}`]
}

/** Where a key stands, or the nearest one above it that is there. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number {
  for (let length = keys.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(keys.slice(0, length - 1), true)
    const pair = (
      parent as { items?: { key?: { value?: unknown; range?: [number, number, number] } }[] } | undefined
    )?.items?.find(({ key }) => key?.value === keys[length - 1])
    const start = pair?.key?.range?.[0]
    if (start !== undefined) return start
  }
  return 0
}

/** The authority that `./airgap serve` makes when it is started for the first time is trusted without being named, and need not be there yet. */
function withServedAuthority<T extends Site | LinuxSite>(value: T): T {
  if (!('registry' in value)) return value
  const { serve, caFile } = value.registry
  if (serve === undefined || serve.tls !== undefined || caFile !== undefined) return value
  return { ...value, registry: { ...value.registry, caFile: join(serve.folder, AUTHORITY_FILE) } }
}

const IS_FILE = /(File|^file|^kubeconfig)$/

function resolveFiles<T extends Site | LinuxSite>(
  value: T,
  folder: string,
  onFile: (keys: string[], file: string) => void,
): T {
  const walk = (node: unknown, keys: string[]): unknown => {
    if (Array.isArray(node)) return node.map((each, index) => walk(each, [...keys, String(index)]))
    if (typeof node === 'object' && node !== null)
      return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, walk(each, [...keys, key])]))
    const key = keys.at(-1) ?? ''
    if (key === 'folder' && typeof node === 'string') return resolve(folder, node)
    if (typeof node !== 'string' || !(IS_FILE.test(key) || keys[0] === 'ca')) return node
    const file = resolve(folder, node)
    onFile(keys, file)
    return file
  }
  return walk(value, []) as T
}
