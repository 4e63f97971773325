import type { Me } from '../../server/contract/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoom, formatRoute, type RoomName } from '../model/route.ts'
import { Icon, type IconName } from './icon.tsx'

type Practice = Me['practices'][number]
type RoomLink = { room: RoomName; icon: IconName; words: string; for: readonly Practice['role'][] }

const links: readonly RoomLink[] = [
  { room: 'calendar', icon: 'cal', words: 'Calendar', for: ['owner', 'staff', 'read-only'] },
  { room: 'patients', icon: 'users', words: 'Patients', for: ['owner', 'staff', 'read-only'] },
  { room: 'messages', icon: 'mail', words: 'Messages', for: ['owner', 'staff', 'read-only'] },
  { room: 'report', icon: 'chart', words: 'Report', for: ['owner', 'staff', 'read-only'] },
  { room: 'setup', icon: 'house', words: 'Set-up', for: ['owner', 'staff', 'read-only'] },
  { room: 'settings', icon: 'gear', words: 'Settings', for: ['owner', 'staff', 'read-only'] },
  { room: 'connection', icon: 'plug', words: 'Practice system', for: ['owner', 'staff', 'read-only'] },
  { room: 'staff', icon: 'key', words: 'Staff', for: ['owner'] },
]

/** Rooms that are entered from another one. */
const parents: Partial<Record<RoomName, RoomName>> = {
  week: 'calendar',
  schedule: 'calendar',
  'patient-access': 'patients',
}

/** The way to the rooms that this role may enter. */
export function RoomsNav({ portal, practice }: { portal: Portal; practice: Practice }) {
  const route = portal.route.value
  const waiting = portal.desk.value?.waiting.value ?? 0
  return (
    <nav class="rooms" aria-label="Main">
      <a href={formatRoute(practice.id)} aria-current={route.at === 'desk' ? 'page' : undefined}>
        <Icon name="inbox" />
        <span class="wide-only">Appointments</span>
        <span class="narrow-only">Requests</span>
        {waiting > 0 && (
          <span class="count">
            {waiting}
            <span class="sr"> waiting</span>
          </span>
        )}
      </a>
      {links
        .filter((link) => link.for.includes(practice.role))
        .map(({ room, icon, words }) => (
          <a
            key={room}
            href={formatRoom(practice.id, room)}
            aria-current={route.at === 'room' && (parents[route.room] ?? route.room) === room ? 'page' : undefined}
          >
            <Icon name={icon} />
            <span>{words}</span>
          </a>
        ))}
      <button
        type="button"
        class="more"
        aria-expanded={portal.moreShown.value}
        onClick={() => {
          portal.moreShown.value = !portal.moreShown.value
        }}
      >
        <Icon name="dots" />
        <span>More</span>
      </button>
    </nav>
  )
}
