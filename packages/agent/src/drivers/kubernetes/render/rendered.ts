import type { KubeObject } from '../api/kinds.ts'

/** A run as objects. The main one makes the pods; it is made last, and held back until the run is on record. */
export type Rendered = { main: KubeObject; companions: KubeObject[] }
