/** A JSON object of which nothing is known yet. */
export type Json = { readonly [name: string]: unknown }

/* Reading what another program wrote: what isn't of the expected shape is as if it weren't there. */

export function objectIn(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

/** Its objects; one that should stand in a list and doesn't counts as a list of one. */
export function objectsIn(value: unknown): readonly Json[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
}

/** Without spaces around it; null where there is none, or nothing in it. */
export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export function textsIn(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.map(textIn).filter((text) => text !== null)
}
