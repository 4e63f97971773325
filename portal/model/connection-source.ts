import type { Connection, CsvSource, FhirAccess, FhirSource, PmsSource } from '../../server/contract/connection.ts'

export type SourceKind = PmsSource['kind'] | 'none'
export type CsvColumn = keyof CsvSource['columns']

/** What a choice begins with. */
export function emptyAccess(kind: FhirAccess['kind']): FhirAccess {
  switch (kind) {
    case 'none':
      return { kind }
    case 'header':
      return { kind, name: '', value: null }
    case 'basic':
      return { kind, user: '', password: null }
    case 'smart':
      return {
        ...{ kind, clientId: '', tokenUrl: null, keyId: null, privateKey: null },
        scope: 'system/Appointment.rs system/Patient.rs system/Practitioner.rs',
      }
  }
}

export const emptyFhir: FhirSource = { kind: 'fhir', baseUrl: '', access: { kind: 'none' }, statuses: {} }

export const emptyCsv: CsvSource = {
  ...{ kind: 'csv', folder: '', delimiter: ',', encoding: 'utf-8', dateFormat: 'YYYY-MM-DD', contents: 'snapshot' },
  ...{ freshHours: 72, columns: { id: '', start: '', practitioner: '' }, statuses: {} },
}

const secretNames = { none: null, header: 'value', basic: 'password', smart: 'privateKey' } as const

/** What is secret in it: null when it isn't given here, which leaves the one that is kept. */
function secretIn(access: FhirAccess): string | null {
  switch (access.kind) {
    case 'none':
      return null
    case 'header':
      return access.value
    case 'basic':
      return access.password
    case 'smart':
      return access.privateKey
  }
}

/** Is any secret typed or asked for? Then it can't be brought back by undoing. */
export const isSecretive = (source: PmsSource | null) => source?.kind === 'fhir' && source.access.kind !== 'none'

/** Whether the server still has the secret for it: for the address and the kind of access that it was given for. */
export function isSecretKept(source: FhirSource, kept: PmsSource | null, hasSecret: boolean): boolean {
  if (!hasSecret || kept?.kind !== 'fhir') return false
  const [now, before] = [source.access, kept.access]
  if (source.baseUrl !== kept.baseUrl || now.kind !== before.kind) return false
  return now.kind !== 'smart' || before.kind !== 'smart' || now.tokenUrl === before.tokenUrl
}

/**
 * What must be mended before it is worth sending, by the JSON pointer of its field, as the server would name it. It has the
 * last word.
 */
export function faultsIn(
  { source }: Pick<Connection, 'source'>,
  kept: PmsSource | null,
  hasSecret: boolean,
): ReadonlyMap<string, string> {
  const faults = new Map<string, string>()
  const say = (field: string, isWrong: boolean, words: string) => {
    if (isWrong) faults.set(`/connection/source/${field}`, words)
  }
  if (source?.kind === 'fhir') {
    const { access } = source
    say('baseUrl', !isWebAddress(source.baseUrl), 'Enter an address like https://pms.example.com/fhir.')
    if (access.kind === 'header') {
      say('access/name', !/^[\w-]{1,100}$/.test(access.name), 'Enter the name of a header, like X-Api-Key.')
    }
    if (access.kind === 'basic') say('access/user', access.user === '', 'Enter the user name.')
    if (access.kind === 'smart') {
      say('access/clientId', access.clientId === '', 'Enter the client id that the server gave you.')
      const isWrong = access.tokenUrl !== null && !isWebAddress(access.tokenUrl)
      say('access/tokenUrl', isWrong, 'Enter an address like https://pms.example.com/token, or nothing.')
    }
    const secret = secretNames[access.kind]
    const isMissing = secret !== null && secretIn(access) === null && !isSecretKept(source, kept, hasSecret)
    say(`access/${secret}`, isMissing, 'Enter it: it is kept for the address and the access that it was given for.')
  }
  if (source?.kind === 'csv') {
    const { columns } = source
    const isFolder = /^[\w-]{1,64}$/.test(source.folder)
    say('folder', !isFolder, 'Enter letters, digits, hyphens and underscores, like front-desk.')
    for (const name of ['id', 'start', 'practitioner'] as const) {
      say(`columns/${name}`, columns[name] === '', 'Enter the heading of this column.')
    }
    const isEndless = !columns.end && !columns.durationMinutes
    say('columns/end', isEndless, 'Enter the heading of the end, or the one of the length below.')
  }
  return faults
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
}
