/** This machine lacks something that only its owner can give. The message is one sentence that says what. */
export class UnmetNeed extends Error {
  override name = 'UnmetNeed'
}
