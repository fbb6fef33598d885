/** Of one namespace, or of all. */
export function namespacePath(name?: string): string {
  return name === undefined ? '/api/v1/namespaces' : `/api/v1/namespaces/${encodeURIComponent(name)}`
}
