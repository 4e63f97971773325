/** A key that nobody else makes, also where the page is not a secure context and `crypto.randomUUID` is absent. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')
