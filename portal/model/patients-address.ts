import { formatRoom } from './route.ts'

/** Which part of *Patient access* is listed. */
export type AccessTab = 'any' | 'invited' | 'enrolled' | 'removed'
export const accessTabs: readonly AccessTab[] = ['any', 'invited', 'enrolled', 'removed']

/** Id of the patient that `#/elm/patients/ID` names; null: the list. An address says nothing else of anybody. */
export function parsePatient(hash: string): string | null {
  const [, room, id] = hash.replace(/^#\/?/, '').split('?')[0]!.split('/')
  if (room !== 'patients' || !id) return null
  try {
    return decodeURIComponent(id)
  } catch {
    return null
  }
}

export const formatPatient = (practice: string, id: string) =>
  `${formatRoom(practice, 'patients')}/${encodeURIComponent(id)}`

/** Reads `#/elm/patient-access?show=invited`. Whatever it can't read counts as absent. */
export function parseAccess(hash: string): AccessTab {
  const asked = new URLSearchParams(hash.split('?')[1] ?? '').get('show')
  return accessTabs.find((tab) => tab === asked) ?? 'any'
}

export const formatAccess = (practice: string, tab: AccessTab) =>
  `${formatRoom(practice, 'patient-access')}${tab === 'any' ? '' : `?show=${tab}`}`
