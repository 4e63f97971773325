/**
 * Puts values in a text's `{name}` places.
 *
 * @example
 * fill('{n} times', { n: 6 }) // '6 times'
 */
export const fill = (text: string, values: { readonly [name: string]: unknown }): string =>
  text.replace(/{(\w+)}/g, (_, name: string) => `${values[name]}`)

/** A count in words; English has two forms. */
export const count = (n: number, one: string, many: string): string => (n === 1 ? one : fill(many, { n }))
