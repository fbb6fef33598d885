/** An order that the agent could carry out and will not: it is declined with reason `policy` and this sentence. */
export class VerbDeclined extends Error {
  override name = 'VerbDeclined'
}
