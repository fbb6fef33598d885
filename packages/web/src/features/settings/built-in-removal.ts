/** What a removal does to something that comes with the product, and to what somebody made. */
export function removalOf(name: string, what: 'size' | 'template'): string {
  return `New work cannot name ${name} any more, unless it is a ${what} that comes with the product: then it is put back as it came. Work that was submitted keeps what it was given.`
}
