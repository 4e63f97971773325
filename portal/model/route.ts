import type { DeskTab } from '../../server/contract/desk.ts'

/** What is open beside the list. */
export type Opened = { kind: 'request' | 'appointment'; id: string }
export type RoomName =
  | 'calendar'
  | 'week'
  | 'schedule'
  | 'patients'
  | 'patient-access'
  | 'messages'
  | 'report'
  | 'setup'
  | 'settings'
  | 'connection'
  | 'staff'

/** What the part of the address after `#` names. */
export type Route =
  /** `#/elm/requests/ID`, `#/elm/today`, `#/elm/appointments/ID`. Tab null: the one that was looked at last. */
  | { at: 'desk'; practice: string | null; tab: DeskTab | null; open: Opened | null }
  /** `#/elm/report`; of one week's hours `#/elm/calendar/edit`; of a part `#/elm/setup/chairs`; of one patient `#/elm/patients/ID`. */
  | { at: 'room'; practice: string; room: RoomName }
  /** `#/account`. */
  | { at: 'account' }
  /** `#/invitation/elm/TOKEN`. */
  | { at: 'invitation'; practice: string; token: string }

const tabs: Readonly<Record<string, DeskTab>> = { requests: 'action', today: 'today', upcoming: 'upcoming', all: 'all' }
const rooms: readonly string[] = [
  'calendar',
  'schedule',
  'patients',
  'patient-access',
  'messages',
  'report',
  'setup',
  'settings',
  'connection',
  'staff',
] satisfies RoomName[]

/** Reads a hash. Whatever it can't read counts as absent, so that an old link still opens the list. */
export function parseRoute(hash: string): Route {
  // What comes after `?` is the room's own, like a report's filters.
  const [address = ''] = hash.replace(/^#\/?/, '').split('?')
  const [first, second, third] = address.split('/').map(decode)
  if (!first) return { at: 'desk', practice: null, tab: null, open: null }
  if (first === 'account' && !second) return { at: 'account' }
  if (first === 'invitation' && second && third) return { at: 'invitation', practice: second, token: third }
  if (second === 'calendar' && third === 'edit') return { at: 'room', practice: first, room: 'week' }
  if (second && rooms.includes(second)) return { at: 'room', practice: first, room: second as RoomName }
  if (second === 'appointments' && third) {
    return { at: 'desk', practice: first, tab: null, open: { kind: 'appointment', id: third } }
  }
  const tab = tabs[second ?? ''] ?? null
  const open: Opened | null = tab && third ? { kind: 'request', id: third } : null
  return { at: 'desk', practice: first, tab, open }
}

const tabPaths: Record<DeskTab, string> = { action: 'requests', today: 'today', upcoming: 'upcoming', all: 'all' }

/** The hash of one of a practice's lists, or of a request that is open beside it. */
export function formatRoute(practice: string, request: string | null = null, tab: DeskTab = 'action'): string {
  return request === null ? path(practice, tabPaths[tab]) : path(practice, tabPaths[tab], request)
}

export const formatAppointment = (practice: string, id: string) => path(practice, 'appointments', id)

export const formatRoom = (practice: string, room: RoomName) => path(practice, room)

export const accountRoute = '#/account'

const path = (...parts: string[]) => `#/${parts.map(encodeURIComponent).join('/')}`

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
