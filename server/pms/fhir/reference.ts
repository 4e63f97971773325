import { type Json, objectIn, objectsIn, textIn, textsIn } from './json.ts'

/** What a reference leads to, without asking anybody. */
export interface Referred {
  /** `Type/id` below the base; else as it was written; for one that names an identifier alone `Type?identifier=…`. */
  readonly id: string
  /** `Practitioner`; null: not said. */
  readonly type: string | null
  /** The resource itself, where it came along. */
  readonly resource: Json | null
  readonly display: string | null
}

const KINDS =
  'Practitioner|PractitionerRole|Person|RelatedPerson|Patient|Location|Device|HealthcareService|CareTeam|Group'
const relative = new RegExp(`^(?:.*/)?((${KINDS})/([A-Za-z0-9.-]{1,128}))(?:/_history/[^/]+)?$`)

/** What came along with an appointment: in it, or beside it in a bundle. */
export interface Along {
  /** `Appointment/id`: ids of what is contained mean something in it alone. */
  readonly owner: string
  readonly baseUrl: string
  readonly contained: unknown
  /** By `Type/id`, and by full address. */
  readonly beside: ReadonlyMap<string, Json>
}

/** Null: it names nothing that could be told from anything else. */
export function referred(reference: Json, along: Along): Referred | null {
  const display = textIn(reference.display)
  const said = textIn(reference.type)
  const text = textIn(reference.reference)
  if (text?.startsWith('#')) {
    const resource = objectsIn(along.contained).find((each) => each.id === text.slice(1)) ?? null
    const type = textIn(resource?.resourceType) ?? said
    const identifier = identifierIn(objectsIn(resource?.identifier)[0])
    if (identifier !== null) return { id: `${type}?identifier=${identifier}`, type, resource, display }
    // A patient is told from others by the rest; whoever gives care must be known again by their id.
    if (type === 'Patient') return { id: `${along.owner}${text}`, type, resource, display }
    const name = display ?? nameIn(resource)
    return name === null ? null : { id: `${type}?name=${name}`, type, resource, display: name }
  }
  if (text !== null) {
    const beside = along.beside.get(text) ?? null
    // An address on another server is another resource, whatever its id.
    const isElsewhere = /^[a-z][a-z0-9+.-]*:/i.test(text) && !text.startsWith(`${along.baseUrl}/`)
    const [, local, type] = relative.exec(text) ?? []
    if (beside) {
      const kind = textIn(beside.resourceType)
      return { id: `${kind}/${textIn(beside.id) ?? text}`, type: kind, resource: beside, display }
    }
    if (isElsewhere || local === undefined) return { id: text, type: type ?? said, resource: null, display }
    return { id: local, type: type ?? said, resource: along.beside.get(local) ?? null, display }
  }
  const identifier = identifierIn(objectIn(reference.identifier))
  return identifier === null
    ? null
    : { id: `${said ?? ''}?identifier=${identifier}`, type: said, resource: null, display }
}

function identifierIn(identifier: Json | undefined): string | null {
  const value = textIn(identifier?.value)
  return value === null ? null : `${textIn(identifier?.system) ?? ''}|${value}`
}

/** Of a Practitioner or Location, as people read it. */
export function nameIn(resource: Json | null): string | null {
  const name = objectsIn(resource?.name)[0]
  const parts = [...textsIn(name?.prefix), ...textsIn(name?.given), ...textsIn(name?.family)]
  return textIn(name?.text) ?? textIn(resource?.name) ?? textIn(parts.join(' '))
}
