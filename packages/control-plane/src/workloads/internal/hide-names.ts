/** The sentence without the names of these projects: whoever may not see them reads "another project". */
export function hideNames(text: string, hidden: readonly string[]): string {
  if (hidden.length === 0 || !text.includes('project ')) return text
  const names = hidden.map((name) => RegExp.escape(name)).join('|')
  return text.replace(new RegExp(`\\bproject (?:${names})(?![\\w.-])`, 'g'), 'another project')
}
