import type { PmsPatient } from '../connector.ts'
import { type Json, objectsIn, textIn, textsIn } from './json.ts'

/**
 * Reads a Patient. Names, numbers and addresses that are over stand last, or nowhere.
 *
 * @param now - Epoch ms.
 * @returns Null when it is no Patient, or has no id and none is given.
 */
export function parsePatient(resource: Json, now: number, ownId: string | null = null): PmsPatient | null {
  const id = textIn(resource.id)
  if (resource.resourceType !== 'Patient' || (id === null && ownId === null)) return null
  const names = objectsIn(resource.name)
  const mainNames = byRank(names, nameRank, now)
  const main = mainNames[0]
  const [given = '', ...middle] = main ? givenOf(main) : []
  const family = main ? familyOf(main) : ''
  const others = mainNames.slice(1)
  const isOther = (text: string, own: string) => text !== '' && text.toLowerCase() !== own.toLowerCase()
  const former = names
    .filter((name) => ['maiden', 'old'].includes(textIn(name.use) ?? '') || hasEnded(name, now))
    .map(familyOf)
    .filter((text) => isOther(text, family))
  const nicknames = [...names.filter((name) => ['usual', 'nickname'].includes(textIn(name.use) ?? '')), ...others]
    .map((name) => givenOf(name)[0] ?? textIn(name.text) ?? '')
    .filter((text) => isOther(text, given))

  const contacts = objectsIn(resource.telecom).filter(
    (contact) => textIn(contact.value) !== null && textIn(contact.use) !== 'old',
  )
  const phones = byRank(contacts, phoneRank, now).map((contact) => textIn(contact.value)!)
  const emails = byRank(contacts, (contact) => (contact.system === 'email' ? 0 : null), now).map(
    (contact) => textIn(contact.value)!,
  )
  return {
    id: ownId ?? `Patient/${id}`,
    given,
    family,
    birthDate: textIn(resource.birthDate),
    mobile: phones[0] ?? null,
    email: emails[0] ?? null,
    middle: listed(middle),
    nicknames: listed(nicknames),
    formerFamily: listed(former),
    phones: listed(phones.slice(1)),
    emails: listed(emails.slice(1)),
  }
}

const nameRanks: Readonly<Record<string, number>> = { official: 0, '': 1, usual: 2, temp: 3, anonymous: 4, nickname: 5 }

function nameRank(name: Json): number | null {
  return nameRanks[textIn(name.use) ?? ''] ?? null
}

function phoneRank(contact: Json): number | null {
  const system = textIn(contact.system)
  const use = textIn(contact.use)
  if (system === 'sms') return use === 'mobile' ? 0 : 1
  if (system !== 'phone') return null
  return use === 'mobile' ? 0 : 2
}

/** Those with a rank, lowest first, then by FHIR's own `rank`, those that are over behind all others. */
function byRank(values: readonly Json[], rankOf: (value: Json) => number | null, now: number): readonly Json[] {
  const OVER = 1000
  return values
    .map((value) => ({ value, rank: rankOf(value), own: Number(value.rank) || OVER, isOver: hasEnded(value, now) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => Number(a.isOver) - Number(b.isOver) || a.rank! - b.rank! || a.own - b.own)
    .map(({ value }) => value)
}

function hasEnded(value: Json, now: number): boolean {
  const end = textIn((value.period as Json | undefined)?.end)
  // A date that isn't whole runs to its end; some months more do no harm here.
  return end !== null && Date.parse(end.length <= 7 ? `${end.slice(0, 4)}-12-31` : end) < now
}

function givenOf(name: Json): readonly string[] {
  const given = textsIn(name.given)
  if (given.length > 0 || textIn(name.family) !== null) return given
  // The whole name in one line: its last word is the family's.
  return textIn(name.text)?.split(/\s+/).slice(0, -1) ?? []
}

function familyOf(name: Json): string {
  const family = textIn(name.family) ?? (givenIsSaid(name) ? '' : (textIn(name.text)?.split(/\s+/).at(-1) ?? ''))
  const suffixes = textsIn(name.suffix).filter((suffix) => generations.test(suffix))
  return [family, ...suffixes].filter((part) => part !== '').join(' ')
}

/** Of suffixes those that tell father from son; titles like MD say nothing here. */
const generations = /^(jr|sr|junior|senior|[ivx]{1,4}|\d(st|nd|rd|th))\.?$/i

function givenIsSaid(name: Json): boolean {
  return textsIn(name.given).length > 0
}

/** Each once; undefined where there are none. */
function listed(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : [...new Set(values)]
}
