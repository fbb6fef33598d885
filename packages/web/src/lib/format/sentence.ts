/** A message as a sentence of its own. The API's messages start small, as parts of a longer sentence do. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(capital) || capital === '' ? capital : `${capital}.`
}
