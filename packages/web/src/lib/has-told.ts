/** Where this browser keeps of which workloads it tells. */
export const TOLD_KEY = 'fairlead.tell'

/** True when somebody asked this browser to be told of a workload. */
export function hasTold(): boolean {
  try {
    return (localStorage.getItem(TOLD_KEY) ?? '{}') !== '{}'
  } catch {
    return false
  }
}
