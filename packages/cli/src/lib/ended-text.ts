/** How much of somebody's access has ended. */
export function endedText({ sessions, tokens }: { sessions: number; tokens: number }): string {
  const some = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
  return `${some(sessions, 'session')} and ${some(tokens, 'token')} have ended`
}
