/** `key=value` as the JSON that a row's labels must contain. Without `=`: the empty value. */
export function labelFilter(label: string): string {
  const at = label.indexOf('=')
  return JSON.stringify(at < 0 ? { [label]: '' } : { [label.slice(0, at)]: label.slice(at + 1) })
}
