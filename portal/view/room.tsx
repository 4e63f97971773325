import type { Me } from '../../server/contract/desk.ts'
import type { Portal } from '../model/portal.ts'
import { later } from './later.ts'
import { Notice } from './notice.tsx'

type RoomProps = { portal: Portal; practice: Me['practices'][number] }

/** Each comes when it is first entered: whoever only answers requests never waits for the others. */
const rooms = {
  calendar: later<RoomProps>(() => import('./calendar-room.tsx').then((room) => room.CalendarRoom)),
  week: later<RoomProps>(() => import('./schedule-week-room.tsx').then((room) => room.WeekRoom)),
  schedule: later<RoomProps>(() => import('./schedule-room.tsx').then((room) => room.ScheduleRoom)),
  patients: later<RoomProps>(() => import('./patients-room.tsx').then((room) => room.PatientsRoom)),
  'patient-access': later<RoomProps>(() => import('./patient-access-room.tsx').then((room) => room.PatientAccessRoom)),
  messages: later<RoomProps>(() => import('./messages-room.tsx').then((room) => room.MessagesRoom)),
  report: later<RoomProps>(() => import('./report-room.tsx').then((room) => room.ReportRoom)),
  setup: later<RoomProps>(() => import('./setup-room.tsx').then((room) => room.SetupRoom)),
  settings: later<RoomProps>(() => import('./settings-room.tsx').then((room) => room.SettingsRoom)),
  connection: later<RoomProps>(() => import('./connection-room.tsx').then((room) => room.ConnectionRoom)),
  staff: later<RoomProps>(() => import('./staff-room.tsx').then((room) => room.StaffRoom)),
  account: later<RoomProps>(() => import('./account-room.tsx').then((room) => room.AccountRoom)),
}

/** A room other than the desk. */
export function Room({ name, ...props }: { name: keyof typeof rooms } & RoomProps) {
  const View = rooms[name].get()
  if (View === null) return null
  if (View !== 'failed') return <View {...props} />
  return (
    <Notice
      tone="danger"
      level="h1"
      title="This page could not be loaded"
      action={{ words: 'Try again', icon: 'sync', act: rooms[name].again }}
    >
      Check the connection of this computer. If chairtime has just been updated, load the page again.
    </Notice>
  )
}
