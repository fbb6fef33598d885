import type { Topics } from './live-protocol.ts'

/** Named ids beyond this become "many": reading the list again is cheaper than naming everything. */
const IDS_MAX = 400

/** Two lots of news as one, each id once. */
export function mergeTopics(before: Topics, more: Topics): Topics {
  const merged: Topics = { ...before }
  for (const [topic, { ids, many }] of Object.entries(more)) {
    const known = merged[topic]
    const all = known ? [...new Set([...known.ids, ...ids])] : ids
    merged[topic] = { ids: all.slice(0, IDS_MAX), many: many || known?.many === true || all.length > IDS_MAX }
  }
  return merged
}
