import { PRIORITIES, type WorkloadKind } from './schemas.ts'

export interface KindDefaults {
  /** In the words of people, with its article. */
  about: string
  priority: number
  /** Running time; null: no limit. */
  timeoutSeconds: number | null
  /** It may be without a command and without an image: the cluster's agent knows what to run. */
  bringsOwnImage: boolean
  /** Its runs always tell agents of pods: what makes it that kind is among what only pods can do. */
  isPodKind: boolean
}

const HOUR_SECONDS = 3600

/** What a kind means where its owner says nothing. Interactive and serving work is not preemptible, because somebody waits for it. */
export const KIND_DEFAULTS: Record<WorkloadKind, KindDefaults> = {
  job: batch('a job', PRIORITIES.low, false),
  distributed: batch('a distributed job', PRIORITIES.low, false),
  evaluation: { ...batch('an evaluation', PRIORITIES.medium, false), isPodKind: true },
  'image-build': { ...batch('an image build', PRIORITIES['medium-high'], true), isPodKind: true },
  workspace: service('a workspace', PRIORITIES.high),
  endpoint: service('an endpoint', PRIORITIES['very-high']),
}

function batch(about: string, priority: number, bringsOwnImage: boolean): KindDefaults {
  return { about, priority, timeoutSeconds: HOUR_SECONDS, bringsOwnImage, isPodKind: false }
}

function service(about: string, priority: number): KindDefaults {
  return { about, priority, timeoutSeconds: null, bringsOwnImage: false, isPodKind: true }
}
