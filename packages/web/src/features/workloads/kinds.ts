import type { Inputs } from '../../lib/trpc.ts'

export type WorkloadKind = NonNullable<Inputs['workloads']['submit']['kind']>

interface KindWords {
  /** As a title. */
  word: string
  about: string
  /** As a document for `fairlead apply` calls it. */
  manifest: string
}

/** What work can be, in the order in which people ask for it. */
export const KIND_WORDS: Record<WorkloadKind, KindWords> = {
  job: { word: 'Job', about: 'runs to its end', manifest: 'Job' },
  distributed: { word: 'Distributed', about: 'starts together', manifest: 'Distributed' },
  workspace: { word: 'Workspace', about: 'a notebook, a shell', manifest: 'Workspace' },
  endpoint: { word: 'Endpoint', about: 'answers requests', manifest: 'Endpoint' },
  evaluation: { word: 'Evaluation', about: 'tests a model', manifest: 'Evaluation' },
  'image-build': { word: 'Image build', about: 'builds and pushes', manifest: 'ImageBuild' },
}
export const KINDS = Object.keys(KIND_WORDS) as WorkloadKind[]

export function isKind(text: string): text is WorkloadKind {
  return Object.hasOwn(KIND_WORDS, text)
}

/** The kind in words; one that is newer than this page by its own name. */
export function kindWord(kind: string): string {
  return isKind(kind) ? KIND_WORDS[kind].word : kind
}
