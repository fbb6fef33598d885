import { readRules, writeRules } from '../placement/label-rules.ts'
import { neighboursText, readNeighbours } from '../placement/neighbours.ts'
import { readPreferences, writePreferences } from '../placement/preferences.ts'
import type { Submit, SubmitForm } from './submit-form.ts'

type Placement = NonNullable<Submit['spec']['placement']>

/** Fields of the form that say where replicas may stand. */
export const EMPTY_PLACEMENT = {
  pool: '',
  fallbackPools: [] as string[],
  clusters: [] as string[],
  clusterRules: '',
  nodeRules: '',
  nodePreferences: '',
  together: '',
  preferTogether: '',
  apartBy: '',
  near: '',
  apart: '',
}
export type PlacementForm = typeof EMPTY_PLACEMENT

/** Those that few need, in the order in which they are shown. */
export const PLACEMENT_RULES = [
  'fallbackPools',
  'clusterRules',
  'nodeRules',
  'nodePreferences',
  'together',
  'preferTogether',
  'apartBy',
  'near',
  'apart',
] as const satisfies (keyof PlacementForm)[]

const said = (text: string) => (text.trim() === '' ? undefined : text.trim())

/** The fields as the API takes them. What says nothing is left out by whoever prunes it. */
export function toPlacement(form: SubmitForm) {
  return {
    nodePool: said(form.pool),
    fallbackPools: form.fallbackPools,
    clusters: form.clusters,
    clusterRules: readRules(form.clusterRules).rules,
    nodeRules: readRules(form.nodeRules).rules,
    nodePreferences: readPreferences(form.nodePreferences).found,
    topology: { required: said(form.together), preferred: said(form.preferTogether) },
    apartBy: said(form.apartBy),
    near: readNeighbours(form.near).found,
    apart: readNeighbours(form.apart).found,
  }
}

/** The other way round. */
export function fromPlacement(placement: Placement | undefined): PlacementForm {
  return {
    pool: placement?.nodePool ?? '',
    fallbackPools: placement?.fallbackPools ?? [],
    clusters: placement?.clusters ?? [],
    clusterRules: writeRules(placement?.clusterRules ?? []),
    nodeRules: writeRules(placement?.nodeRules ?? []),
    nodePreferences: writePreferences(placement?.nodePreferences ?? []),
    together: placement?.topology?.required ?? '',
    preferTogether: placement?.topology?.preferred ?? '',
    apartBy: placement?.apartBy ?? '',
    near: (placement?.near ?? []).map(neighboursText).join('\n'),
    apart: (placement?.apart ?? []).map(neighboursText).join('\n'),
  }
}
