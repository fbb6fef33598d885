import { keyOf, type Answer, type Question } from '../lib/ahead/questions.ts'

/** One request for each list, all at once. The application finds the answers when it asks the same. What could not be asked it asks itself. */
export function askAhead(requests: readonly (readonly Question[])[]): void {
  const answers = new Map<string, Promise<Answer | undefined>>()
  for (const questions of requests) {
    const asked = fetch(addressOf(questions))
      .then((response): Promise<unknown> => response.json())
      .catch(() => undefined)
    for (const [index, question] of questions.entries())
      answers.set(
        keyOf(question.path, question.input),
        asked.then((all) => (Array.isArray(all) ? (all[index] as Answer | undefined) : undefined)),
      )
  }
  globalThis.fairleadAnswers = answers
}

/** As the application asks for several things at once. */
function addressOf(questions: readonly Question[]): string {
  const input = Object.fromEntries(questions.map((question, index) => [index, question.input]))
  return `/trpc/${questions.map(({ path }) => path).join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`
}
