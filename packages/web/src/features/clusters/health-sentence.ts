import { sentence } from '../../lib/format/sentence.ts'

/** What a cluster says of its health, as a sentence. */
export function healthSentence(message: string): string {
  return sentence(withoutTime(message))
}

/** The message names the time it was last seen; we show that in the reader's own zone beside it. */
export function withoutTime(message: string): string {
  return message.replace(/ since \d{4}-\d\d-\d\dT[\d:.]+Z/, '')
}
