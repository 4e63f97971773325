let all: readonly string[] | null = null

/** Every IANA zone that this browser knows, by name. */
export function timeZones(): readonly string[] {
  all ??= Intl.supportedValuesOf('timeZone')
  return all
}

/** The zone that was meant: `america/new york`, `New York`; null when none or several could be. */
export function timeZoneIn(typed: string): string | null {
  const plain = (text: string) => text.trim().toLowerCase().replaceAll(' ', '_')
  const wanted = plain(typed)
  if (!wanted) return null
  const exact = timeZones().find((zone) => plain(zone) === wanted)
  if (exact) return exact
  const cities = timeZones().filter((zone) => plain(zone).endsWith(`/${wanted}`))
  return cities.length === 1 ? cities[0]! : null
}
